import Localization
import Mail
import Markup
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// Mails about petitions whose titles and news are written to break them.
@Suite struct HostileMailTests {
  static let titles = [
    "Save the bus\r\nBcc: eve@example.org\r\n\r\nHello",
    String(repeating: "longword", count: 1_250), "=?utf-8?B?SGk=?= .",
    ".\r\n.\r\nQUIT", "\u{202E}eluR ni su evaS\u{2069}\u{2069}\u{2066}", "ကမ်းခြေလမ်း ပြန်ဖွင့်ပေးပါ",
    "👩🏽‍🌾🌻 Gärten für alle 👩🏽‍🌾", "</p></div></body><script>alert(1)</script>", "a\u{0}b\u{7}c\u{9F}d",
    "From the river\nFrom the sea", "{site} {date} %s ${x}",
  ]

  private static func mails(_ topic: MailTopic, _ news: NewsMail.Message) throws -> [MailText] {
    let site = try SiteSettings.test()
    return try ["en", "de", "ar-XB"].flatMap { language in
      let words = try #require(
        try Languages.localizations(testLanguage: true).words(for: language))
      return [
        ConfirmMail(words: words, site: site, topic: topic, token: "t", code: "01234567").mail,
        AlreadySignedMail(words: words, site: site, topic: topic).mail,
        ReminderMail(words: words, site: site, topic: topic, token: "t", expiresAt: 0).mail,
        ThanksMail(words: words, site: site, topic: topic, token: "t").mail,
        WithdrawnMail(words: words, site: site, topic: topic).mail,
        NewsMail(words: words, site: site, topic: topic, message: news, unsubscribeToken: "u").mail,
      ]
    }
  }

  @Test(arguments: titles) func `a title stays one line and one text in every mail`(
    _ title: String
  ) throws {
    let topic = MailTopic.named(title: title, language: "en", slug: try #require(Slug("a")))
    let news = NewsMail.Message(
      isOutcome: false, subject: "News", body: title, bodyHTML: try Markdown.html(title),
      language: "en")
    let isolated = PlainText.isolated(title).split { $0.isWhitespace || $0.isNewline }
      .joined(separator: " ")
    for mail in try Self.mails(topic, news) {
      #expect(mail.text.contains("\n\(isolated)\n"))
      #expect(!mail.html.contains("<script>"))
      #expect(mail.html.contains("<bdi>\(HTML.text(title).string)</bdi>"))
      let message = MailMessage(
        from: Mailbox(name: "Site", address: try SiteSettings.test().mailFrom),
        to: Mailbox(name: "", address: try SiteSettings.test().mailFrom), subject: mail.subject,
        text: mail.text, html: mail.html, date: 0, messageID: "a@example.org",
        headers: mail.headers)
      let lines = try message.bytes(boundary: "b").split(
        separator: 0x0A, omittingEmptySubsequences: false)
      #expect(lines.allSatisfy { $0.count <= 999 && $0.first != UInt8(ascii: ".") })
      let head = lines.prefix { $0 != [0x0D] }
      #expect(!head.contains { $0.starts(with: "Bcc:".utf8) })
      #expect(!lines.dropFirst(head.count).contains { $0.starts(with: "From ".utf8) })
    }
  }
}
