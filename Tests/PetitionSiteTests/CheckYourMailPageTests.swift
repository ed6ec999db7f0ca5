import Localization
import Markup
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// The page about the mail, from literals.
@Suite struct CheckYourMailPageTests {
  private static func page(
    _ language: String = "en", _ change: (inout CheckYourMailPage) -> Void
  ) throws -> String {
    let localizations = try Languages.localizations()
    let context = PageContext(
      words: try #require(localizations.words(for: language)), languages: localizations.languages,
      isLanguageChosen: false, site: try .test(), styleSheet: .asset(name: "site.css"),
      icon: .asset(name: "icon.svg"), now: 0)
    let petition = Petition(
      id: Petition.ID(rawValue: 1), uniqueID: [UInt8](repeating: 1, count: 16),
      slug: try #require(Slug("night-bus")), wording: ImportedPage.sample.wording,
      wordingVersion: 1, photo: nil, photoCredit: "", language: "en", state: .open,
      firstAudience: .public, openedAt: 0, closesAt: nil,
      tally: Tally(confirmed: 0, withdrawn: 0, removed: 0), importedCount: 0)
    var page = CheckYourMailPage(context: context, petition: petition)
    change(&page)
    return String(decoding: page.bytes, as: UTF8.self)
  }

  private static let waits: [(String, Int64, String)] = [
    ("en", 11, "It may take up to 15 minutes, perhaps longer, until the email arrives."),
    ("en", 15, "It may take up to 15 minutes, perhaps longer"),
    ("en", 16, "It may take up to 30 minutes, perhaps longer"),
    ("en", 31, "It may take up to 1 hour, perhaps longer"),
    ("en", 61, "It may take up to 2 hours, perhaps longer"),
    ("en", 4 * 60 + 1, "It may take up to 8 hours, perhaps longer"),
    ("en", 1_500 * 60, "It may take up to 24 hours, perhaps longer"),
    ("de", 11, "Es kann bis zu 15 Minuten dauern, vielleicht länger"),
    ("de", 40, "Es kann bis zu 1 Stunde dauern, vielleicht länger"),
  ]

  @Test(arguments: waits)
  func `it says in round words how late mails are`(
    _ language: String, _ minutes: Int64, _ sentence: String
  ) throws {
    let page = try Self.page(language) { $0.delay = minutes * 60_000 }
    #expect(page.contains(sentence))
    #expect(!page.contains("within a few minutes"))
  }

  @Test func `it says nothing of lateness where mails are on time`() throws {
    #expect(!(try Self.page { $0.delay = nil }.contains("Mail is slow today")))
  }

  @Test func `Enter in a field takes the code, and does not send the mail again`() throws {
    let page = try Self.page { $0.recipient = .typed("") }
    let code = try #require(page.firstRange(of: #"name="action" value="code""#))
    let resend = try #require(page.firstRange(of: #"name="action" value="resend""#))
    // A browser presses the first button of a form.
    #expect(code.lowerBound < resend.lowerBound)
  }

  @Test func `what was typed is kept and cannot break out of its field`() throws {
    let typed = #""><script>alert(1)</script>"#
    let page = try Self.page {
      $0.recipient = .typed(typed)
      $0.typedCode = typed
      $0.fault = .code(.malformed)
    }
    let escaped = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"
    #expect(page.contains(#"name="email" value="\#(escaped)""#))
    #expect(page.contains(#"name="code" value="\#(escaped)""#))
    #expect(page.contains("<title>Error: Check your email"))
    #expect(!page.contains("<script>alert"))
  }
}
