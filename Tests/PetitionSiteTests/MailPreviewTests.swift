import Foundation
import HTTPServer
import Localization
import Mail
import TestSupport
import Testing

@testable import PetitionSite

/// The previews of mails, for those who develop the site.
@Suite struct MailPreviewTests {
  @Test func `the list leads to every mail in every language`() async throws {
    let settings = try SiteSettings.test { $0.isDevelopment = true }
    try await SiteClient.with(settings) { client in
      let list = await client.get("/desk/mails").text
      let parts = list.components(separatedBy: #"href="/desk/mails/"#).dropFirst()
      let links = parts.map { $0.prefix { $0 != "\"" } }
      // Nine to signers in two forms, and eleven to people with accounts; three languages and parts.
      let mails = 9 * 2 + 11
      #expect(links.count == mails * 3 * 3)
      #expect(Set(links).count == links.count)
      for link in links {
        let answer = await client.get("/desk/mails/\(link)")
        #expect(answer.status == .ok, "\(link)")
      }
    }
  }

  @Test func `a part is shown exactly as it is sent`() async throws {
    let settings = try SiteSettings.test { $0.isDevelopment = true }
    try await SiteClient.with(settings) { client in
      let words = try #require(client.localizations.words(for: "de"))
      let message = try MailSample.news.message(words, settings, isDiscreet: true)
      let path = "/desk/mails/news-discreet"
      #expect(await client.get(path + ".html?lang=de").text == message.html)
      #expect(await client.get(path + ".txt?lang=de").text == message.text)
      let source = await client.get(path + ".eml?lang=de")
      #expect(source.body == (try message.bytes(boundary: "sample")))
      #expect(source.headers["Content-Type"] == "text/plain; charset=utf-8")
    }
  }

  @Test(arguments: [
    "other.html", "confirm.pdf", "confirm", "confirm.", ".html", "confirm-discreet-discreet.html",
    "-discreet.html", "confirm.html.txt", "sign-in-discreet.html",
  ]) func `a name that no mail has is not found`(_ file: String) async throws {
    let settings = try SiteSettings.test { $0.isDevelopment = true }
    try await SiteClient.with(settings) { client in
      #expect(await client.get("/desk/mails/\(file)").status == .notFound)
    }
  }

  @Test func `elsewhere than in development there are no previews`() async throws {
    try await SiteClient.with { client in
      for path in ["/desk/mails", "/desk/mails/confirm.html"] {
        #expect(await client.get(path).status == .notFound)
        #expect(await client.post(path).status == .notFound)
      }
    }
  }
}
