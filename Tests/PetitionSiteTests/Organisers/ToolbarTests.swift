import HTTPServer
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// The bar on public pages is for those who are signed in, and changes nothing for others.
@Suite struct ToolbarTests {
  private static let mark = #"<nav class="toolbar""#

  @Test func `who is signed in sees the bar, and everybody else the same bytes as ever`()
    async throws
  {
    try await SiteClient.withOrganiser { client, slug, browser in
      let paths = [
        "/", "/petitions", "/petitions/\(slug.text)", "/petitions/\(slug.text)/signatures",
        "/petitions/\(slug.text)/updates", "/petitions/\(slug.text)/versions",
        "/petitions/\(slug.text)/history",
      ]
      for path in paths {
        let before = await client.get(path)
        let own = await browser.get(path)
        let after = await client.get(path)
        #expect(own.text.contains(Self.mark) && own.headers["Cache-Control"] == "no-store")
        #expect([own, before].allSatisfy { $0.text.ranges(of: "<main").count == 1 })
        #expect(own.text.contains("Sign out") && own.headers["ETag"] == nil)
        #expect(!before.text.contains(Self.mark) && before == after)
        #expect(before.headers["Cache-Control"]?.hasPrefix("public") == true)
      }
    }
  }

  @Test func `the bar offers what the person may do`() async throws {
    try await SiteClient.withOrganiser { client, slug, browser in
      let page = "/petitions/\(slug.text)"
      let dashboard = "/desk/petitions/\(slug.text)\""
      let own = await browser.get(page).text
      #expect(own.contains(dashboard) && !own.contains("/desk/queue"))
      let other = try await client.browser(as: .organiser, email: "other@example.org")
      #expect(await !other.get(page).text.contains(dashboard))
      let moderator = try await client.browser(as: .moderator)
      let moderated = await moderator.get(page).text
      #expect(moderated.contains(dashboard) && moderated.contains("/desk/queue"))
    }
  }

  @Test func `a cookie of nobody gets the page that everybody gets`() async throws {
    try await SiteClient.withPetition { client, slug in
      let page = "/petitions/\(slug.text)"
      let plain = await client.get(page)
      let cookies = ["__Host-session=x", "__Host-session=" + String(repeating: "A", count: 43)]
      for cookie in cookies {
        let answer = await client.get(page, [("Cookie", cookie)])
        #expect(answer == plain)
      }
    }
  }
}
