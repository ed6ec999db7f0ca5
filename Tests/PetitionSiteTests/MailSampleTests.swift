import Foundation
import HTTPServer
import Localization
import Mail
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// What every mail says, in every language, as text and as HTML.
@Suite struct MailSampleTests {
  /// A mail in a language.
  struct Case: Sendable, CustomTestStringConvertible {
    let sample: MailSample
    let isDiscreet: Bool
    let language: String

    var testDescription: String {
      "\(sample.rawValue)\(isDiscreet ? "-discreet" : "")-\(language)"
    }

    func message() throws -> MailMessage {
      let words = try #require(
        try Languages.localizations(testLanguage: true).words(for: language))
      return try sample.message(words, try .test(), isDiscreet: isDiscreet)
    }
  }

  /// Those that go to the signers who asked for news.
  private static let toReaders: [MailSample] = [.news, .outcome, .renewal]

  static let all = MailSample.allCases.flatMap { sample in
    sample.forms.flatMap { isDiscreet in
      ["en", "de", "ar-XB"].map {
        Case(sample: sample, isDiscreet: isDiscreet, language: $0)
      }
    }
  }

  private static func links(_ text: String) -> Set<String> {
    let parts = text.replacing("&amp;", with: "&").components(separatedBy: "https://").dropFirst()
    return Set(parts.map { String($0.prefix { !$0.isWhitespace && !"<>\"'".contains($0) }) })
  }

  @Test(arguments: all) func `a mail says what it is known to say`(_ mail: Case) throws {
    try Snapshot.check(try mail.message(), "mails/\(mail.testDescription)")
  }

  @Test(arguments: all) func `text and HTML lead to the same places and load nothing`(
    _ mail: Case
  ) throws {
    let message = try mail.message()
    let html = try #require(message.html)
    #expect(Self.links(message.text) == Self.links(html))
    for loading in ["src=", "<img", "<link", "<script", "@import", "url(", " style="] {
      #expect(!html.contains(loading), "\(loading)")
    }
    // Mail programs that drop the root element still show the mail in its direction.
    let direction = mail.language == "ar-XB" ? "rtl" : "ltr"
    #expect(
      html.contains(#"<div class="mail" lang="\#(mail.language)" dir="\#(direction)">"#))
  }

  @Test(arguments: all.filter(\.isDiscreet))
  func `a discreet mail has no word of the cause outside of what the organiser wrote`(
    _ mail: Case
  ) throws {
    let message = try mail.message()
    let headers = message.headers.map(\.value).joined(separator: " ")
    let isNews = mail.sample == .news || mail.sample == .outcome
    for part in [message.subject, headers] + (isNews ? [] : [message.text, message.html ?? ""]) {
      for word in ["riverside", "footpath", "agenda", "reopen"] {
        #expect(!part.lowercased().contains(word), "\(word)")
      }
    }
    let words = try Languages.localizations(testLanguage: true).words(for: mail.language)
    if isNews {
      #expect(message.subject == words?("News from {site}", ["site": "Undersigned"]))
      #expect(!message.text.contains("Reopen the Riverside"))
    }
  }

  @Test func `news can be ended from the mail program itself`() throws {
    for sample in Self.toReaders {
      let message = try Case(sample: sample, isDiscreet: false, language: "de").message()
      let headers = Dictionary(uniqueKeysWithValues: message.headers.map { ($0.name, $0.value) })
      let link = try #require(headers["List-Unsubscribe"])
      #expect(link.hasPrefix("<https://petitions.example.org/unsubscribe/") && link.hasSuffix(">"))
      #expect(headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click")
      #expect(
        headers["List-Id"] == "<reopen-the-riverside-footpath-before-spring.news.example.org>")
      #expect(headers["Precedence"] == "bulk")
    }
    for sample in MailSample.allCases where !Self.toReaders.contains(sample) {
      let message = try Case(sample: sample, isDiscreet: false, language: "en").message()
      #expect(message.headers.isEmpty, "\(sample)")
    }
  }

  @Test func `a title keeps its own direction and cannot end its isolation`() throws {
    let words = try #require(try Languages.localizations().words(for: "en"))
    let title = "حديقة\u{2069} <b>https://evil.example</b>\r\n\r\nClick here"
    let mail = try ConfirmMail(
      words: words, site: .test(),
      topic: .named(title: title, language: "ar", slug: try #require(Slug("a"))), token: "t",
      code: "01234567"
    ).mail
    #expect(
      mail.text.contains("\n\u{2068}حديقة <b>https://evil.example</b> Click here\u{2069}\n"))
    #expect(mail.html.contains(#"<p class="title" lang="ar" dir="auto"><bdi>حديقة"#))
    #expect(!mail.html.contains("<b>"))
  }

  @Test func `the code stands in two groups and its first zero stays`() throws {
    let message = try Case(sample: .confirm, isDiscreet: false, language: "en").message()
    #expect(message.text.contains("\n0123 4567\n"))
    #expect(message.html?.contains(">0123 4567</p>") == true)
  }
}
