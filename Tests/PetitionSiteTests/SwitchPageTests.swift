import HTTPServer
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// The emergency switches on the site.
@Suite struct SwitchPageTests {
  private static let reason = "Signers are being threatened."

  private static func turnOn(
    _ kind: SiteSwitch.Kind, _ client: SiteClient, hours: String = ""
  ) async throws -> DeskBrowser {
    let administrator = try await client.browser(as: .administrator)
    let answer = await administrator.post(
      .removal(.switches),
      [("switch", kind.rawValue), ("action", "on"), ("reason", reason), ("hours", hours)])
    #expect(answer.status == .seeOther)
    // What lies in memory is given out for a moment, and then never again.
    client.letPagesAge()
    return administrator
  }

  @Test func `hidden names are gone from every page, also from memory, and come back`() async throws
  {
    try await SiteClient.withPetition { client, slug in
      try await client.confirmed(People.aye, slug, ["reason": "For my village."])
      let addresses = ["", "/signatures", "/signatures.json"].map { "/petitions/\(slug.text)\($0)" }
      for address in addresses {
        #expect(await client.get(address).text.contains(People.aye.name))
      }
      let administrator = try await Self.turnOn(.hideNames, client)
      for address in addresses + ["/feed.atom", "/"] {
        let text = await client.get(address).text
        #expect(!text.contains(People.aye.name))
        #expect(!text.contains("For my village."))
      }
      #expect(await client.get(addresses[0]).text.contains("All names are hidden"))
      #expect(await client.get(addresses[0]).text.contains(Self.reason))
      _ = await administrator.post(
        .removal(.switches), [("switch", "hide-names"), ("action", "off")])
      client.letPagesAge()
      #expect(await client.get(addresses[0]).text.contains(People.aye.name))
    }
  }

  @Test func `while signing is paused, there is no form, and one that was open is refused`()
    async throws
  {
    try await SiteClient.withPetition { client, slug in
      let waiting = try await client.token(People.layla, slug)
      let fields = try await client.fields(People.aye, slug)
      _ = try await Self.turnOn(.pauseSigning, client, hours: "2")
      let page = await client.get("/petitions/\(slug.text)").text
      #expect(!page.contains(#"name="email""#))
      #expect(page.contains("Signing is paused"))
      let answer = await client.post("/petitions/\(slug.text)/signatures", fields)
      #expect(answer.status == .serviceUnavailable)
      #expect(answer.text.contains(Self.reason))
      #expect(try await client.mails().isEmpty)
      // What was signed before can be confirmed.
      #expect(await client.post("/confirm/\(waiting)").status == .seeOther)

      client.clock.advance(by: 2 * 3_600_000)
      #expect(await client.get("/petitions/\(slug.text)").text.contains(#"name="email""#))
      try await client.store.sweep(at: client.clock.now)
      #expect(try await client.store.switches() == SiteSwitches())
    }
  }

  @Test func `a site that is read only changes nothing but its switches`() async throws {
    try await SiteClient.withPetition { client, slug in
      let waiting = try await client.token(People.layla, slug)
      let administrator = try await Self.turnOn(.readOnly, client)
      #expect(await client.post("/confirm/\(waiting)").status == .serviceUnavailable)
      #expect(
        await administrator.post(.removal(.signatures(slug)), [("ordinals", "1")]).status
          == .serviceUnavailable)
      #expect(await client.get("/petitions/\(slug.text)").status == .ok)
      _ = await administrator.post(
        .removal(.switches), [("switch", "read-only"), ("action", "off")])
      #expect(await client.post("/confirm/\(waiting)").status == .seeOther)
    }
  }

  @Test func `a switch without a reason is not turned, and what was typed is kept`() async throws {
    try await SiteClient.with { client in
      let administrator = try await client.browser(as: .administrator)
      for (reason, hours, field) in [
        (" ", "3", "reason"), ("Attack", "0", "hours"), ("A", "x", "hours"),
      ] {
        let answer = await administrator.post(
          .removal(.switches),
          [("switch", "read-only"), ("action", "on"), ("reason", reason), ("hours", hours)])
        #expect(answer.status == .unprocessable)
        #expect(answer.text.contains("href=\"#\(field)-read-only\""))
        #expect(answer.text.contains("value=\"\(hours)\""))
      }
      #expect(try await client.store.switches() == SiteSwitches())
      let moderator = try await client.browser(as: .moderator)
      #expect(await moderator.get(.removal(.switches)).status == .forbidden)
    }
  }
}
