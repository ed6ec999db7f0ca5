import EmailAddresses
import Foundation
import HTTPServer
import PetitionStore
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionSite

/// The files with the signers who agreed to be in them.
@Suite struct DownloadTests {
  /// Makes a link and gives its address.
  private static func link(
    _ browser: DeskBrowser, _ slug: Slug, _ format: String
  ) async throws -> String {
    let page = await browser.post(.organiser(.downloads(slug)), [("format", format)]).text
    let start = try #require(page.range(of: "/desk/petitions/\(slug.text)/downloads/")).lowerBound
    return String(page[start...].prefix { $0 != "\"" })
  }

  private static var another: ImportedPage {
    var page = ImportedPage.sample
    page.wording.title = "Another"
    return page
  }

  private static func exports(_ client: SiteClient) async throws -> [String] {
    try await client.database.read { transaction in
      try transaction.query("SELECT facts FROM journal WHERE event = 'signers-exported'").map {
        try $0.get(0)
      }
    }
  }

  @Test func `the table has who agreed, no address, and nothing that a spreadsheet runs`()
    async throws
  {
    try await SiteClient.withOrganiser { client, slug, browser in
      try await client.confirmed(
        People.aye, slug,
        ["reason": "=HYPERLINK(\"x\",\"y\")\r\nnext, line", "country": "MM", "updates": "yes"])
      try await client.confirmed(
        People.layla, slug, ["audience": "organiser", "reason": "@SUM(1+1)*cmd|' /C calc'!A0"])
      try await client.confirmed(People.sunny, slug, ["audience": "nobody", "reason": "-2+3"])
      try await client.confirmed(People.arnaud, slug, ["audience": "target"])
      let address = try await Self.link(browser, slug, "csv")
      let answer = await browser.get(address)
      #expect(answer.status == .ok && answer.body.isEmpty)
      #expect(answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present")
      #expect(answer.headers["Cache-Control"] == "no-store")
      let disposition = try #require(answer.headers["Content-Disposition"])
      #expect(disposition.hasPrefix("attachment; filename=\"\(slug.text)-signers-"))
      #expect(disposition.hasSuffix(".csv\""))
      let text = try await answer.collected().text
      let hour = Timestamp.text(client.clock.now / 3_600_000 * 3_600_000)
      #expect(
        text == "\u{FEFF}" + """
          "number","name","country","reason","audience","confirmed"\r
          1,"\(People.aye.name)","MM","'=HYPERLINK(""x"",""y"")\nnext, line","public","\(hour)"\r
          2,"\(People.layla.name)",,"'@SUM(1+1)*cmd|' /C calc'!A0","organiser","\(hour)"\r

          """)
      for person in People.all { #expect(!text.lowercased().contains(person.email.lowercased())) }
      #expect(try await Self.exports(client) == [#"{"format":"csv"}"#])
    }
  }

  @Test func `the same as JSON, also where nobody has signed`() async throws {
    try await SiteClient.withOrganiser { client, slug, browser in
      let empty = try await Self.link(browser, slug, "json")
      #expect(try await browser.get(empty).collected().text == "[\n]\n")
      try await client.confirmed(People.sunny, slug, ["reason": "Say \"no\"."])
      try await client.confirmed(People.meiling, slug)
      let answer = await browser.get(try await Self.link(browser, slug, "json"))
      let text = try await answer.collected().text
      #expect(answer.headers["Content-Type"] == "application/json")
      #expect(text.split(separator: "\n").count == 4 && !text.contains("example.org"))
      #expect(text.contains(People.sunny.name) && text.contains(#"Say \"no\"."#))
    }
  }

  @Test func `a link is good for a while, for one person, for one petition, and while signed in`()
    async throws
  {
    try await SiteClient.withOrganiser { client, slug, browser in
      let address = try await Self.link(browser, slug, "csv")
      let second = try await client.bring(Self.another)
      let administrator = try await client.browser(as: .administrator)
      #expect(await administrator.get(address).status == .gone)
      #expect(await client.get(address).status == .seeOther)
      try await client.give(second, to: browser)
      let elsewhere = address.replacing("/\(slug.text)/", with: "/\(second.text)/")
      #expect(await browser.get(elsewhere).status == .gone)
      #expect(await browser.get(address + "x").status == .gone)
      #expect(await browser.get(address).status == .ok)
      client.clock.advance(by: DownloadLink.lifetime)
      #expect(await browser.get(address).status == .gone)
    }
  }

  @Test func `who signed in long ago shows first who they are`() async throws {
    try await SiteClient.withOrganiser { client, slug, browser in
      let address = try await Self.link(browser, slug, "csv")
      client.clock.advance(by: client.store.limits.accounts.proofLifetime + 1)
      for answer in [
        await browser.get(address),
        await browser.post(.organiser(.downloads(slug)), [("format", "csv")]),
      ] {
        #expect(answer.status == .seeOther && answer.stream == nil)
        let proof = Route.desk(.account(.prove)).address
        #expect(answer.headers["Location"]?.hasPrefix(proof + "?next=") == true)
      }
      #expect(try await Self.exports(client).count == 1)
    }
  }

  @Test func `a hundred thousand signers go through in small pieces`() async throws {
    try await SiteClient.withOrganiser { client, slug, browser in
      let petition = try #require(try await client.store.petition(slug))
      let reason = String(repeating: "Because it matters. ", count: 5)
      for start in stride(from: 0, to: 100_000, by: 10_000) {
        try await client.store.addConfirmed(
          try (start..<(start + 10_000)).map { number in
            ConfirmedSigner(
              Signer(
                name: try PersonName(typed: "Signer \(number)"),
                email: try EmailAddress(parsing: "signer.\(number)@example.org"), reason: reason,
                country: "MM", audience: .public, wantsUpdates: false),
              confirmedAt: client.clock.now)
          }, to: petition)
      }
      let answer = await browser.get(try await Self.link(browser, slug, "csv"))
      let (text, largest) = try await answer.collected()
      #expect(text.utf8.count { $0 == 0x0A } == 100_001)
      #expect(largest < 500_000)
    }
  }
}
