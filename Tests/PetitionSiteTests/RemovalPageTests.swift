import Foundation
import HTTPServer
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// Signatures, removals and the journal at the desk.
@Suite struct RemovalPageTests {
  private static func signatures(_ slug: Slug) -> DeskRoute { .removal(.signatures(slug)) }

  /// Where a redirect leads.
  private static func place(_ response: Response) throws -> String {
    #expect(response.status == .seeOther)
    return try #require(response.headers["Location"])
  }

  private static func sign(_ client: SiteClient, _ slug: Slug, _ count: Int = 3) async throws {
    for person in People.all.prefix(count) { try await client.confirmed(person, slug) }
  }

  @Test func `a moderator removes one signature, readers see why, and it is put back`()
    async throws
  {
    try await SiteClient.withPetition { client, slug in
      try await Self.sign(client, slug)
      let moderator = try await client.browser(as: .moderator, name: "Mo")
      let list = await moderator.get(Self.signatures(slug)).text
      #expect(list.contains(People.aye.name))
      #expect(!list.contains(People.aye.email))

      let removal = try Self.place(
        await moderator.post(Self.signatures(slug), [("ordinals", "2")]))
      let counted = await moderator.get(removal).text
      #expect(counted.contains("1 signature fits"))
      #expect(counted.contains("Remove 1 signature<"))
      let missing = await moderator.post(removal, [("action", "request"), ("reason", "")])
      #expect(missing.status == .unprocessable)
      #expect(missing.text.contains(##"href="#reason">Choose a reason."##))

      let done = try Self.place(
        await moderator.post(removal, [("action", "request"), ("reason", "court")]))
      #expect(await moderator.get(done).text.contains("1 signature is removed"))
      client.letPagesAge()
      let page = await client.get("/petitions/\(slug.text)").text
      #expect(page.contains("removed by the site: a court ordered it"))
      #expect(!page.contains(People.aye.name))
      #expect(page.contains("3 confirmed, 0 withdrawn by their signers, 1 removed by the site."))
      let json = await client.get("/petitions/\(slug.text)/signatures.json").text
      #expect(json.contains(#""removalReason":"court""#))
      let history = await client.get("/petitions/\(slug.text)/history").text
      #expect(history.contains("1 signature was removed: a court ordered it."))
      #expect(!history.contains("Mo<"))

      _ = try Self.place(await moderator.post(removal, [("action", "undo")]))
      client.letPagesAge()
      let restored = await client.get("/petitions/\(slug.text)").text
      #expect(restored.contains(People.aye.name))
      #expect(
        await client.get("/petitions/\(slug.text)/history").text
          .contains("1 signature that had been removed was put back."))
      #expect(try await client.store.recount().isEmpty)
    }
  }

  @Test func `a reviewer looks and changes nothing, an organiser does not even look`()
    async throws
  {
    try await SiteClient.withPetition { client, slug in
      try await Self.sign(client, slug, 1)
      let reviewer = try await client.browser(as: .reviewer)
      let list = await reviewer.get(Self.signatures(slug)).text
      #expect(!list.contains("Remove…"))
      let removal = try Self.place(
        await reviewer.post(Self.signatures(slug), [("ordinals", "1")]))
      #expect(!(await reviewer.get(removal).text.contains("Why are they removed?")))
      let answer = await reviewer.post(removal, [("action", "request"), ("reason", "other")])
      #expect(answer.status == .forbidden)
      #expect(try await client.store.petition(slug)?.tally.removed == 0)
      let organiser = try await client.browser(as: .organiser)
      #expect(await organiser.get(Self.signatures(slug)).status == .forbidden)
      #expect(await organiser.get(removal).status == .forbidden)
    }
  }

  @Test func `many signatures wait for a second person`() async throws {
    try await SiteClient.withPetition { client, slug in
      let petition = try #require(try await client.store.petition(slug))
      try await client.store.addConfirmed(
        (1...30).map { number in
          ConfirmedSigner(
            try Person(name: "Bot \(number)", email: "b\(number)@bots.example").siteSigner(),
            confirmedAt: client.clock.now)
        }, to: petition)
      let one = try await client.browser(as: .moderator, email: "one@example.org")
      let two = try await client.browser(as: .administrator, email: "two@example.org")
      let removal = try Self.place(
        await one.post(Self.signatures(slug), [("domain", "bots.example"), ("name", "bot*")]))
      let page = await one.get(removal).text
      #expect(page.contains("30 signatures fit"))
      #expect(page.contains("a second person has to agree"))
      _ = await one.post(removal, [("action", "request"), ("reason", "program")])
      #expect(!(await one.get(removal).text.contains("Agree, and remove")))
      let own = await one.post(removal, [("action", "agree")])
      #expect(own.status == .conflict)
      #expect(own.text.contains("somebody else must agree"))
      #expect(try await client.store.petition(slug)?.tally.removed == 0)
      _ = try Self.place(await two.post(removal, [("action", "agree")]))
      #expect(try await client.store.petition(slug)?.tally.removed == 30)
      let list = await two.get(.removal(.removals(before: nil))).text
      #expect(list.contains("30 signatures are removed"))
      // Nothing of what was looked for stands where addresses and log lines do.
      #expect(!client.log.contains("bots.example"))
      #expect(!removal.contains("bot"))
    }
  }

  @Test func `a filter that cannot be read is refused field by field, and kept`() async throws {
    try await SiteClient.withPetition { client, slug in
      let moderator = try await client.browser(as: .moderator)
      let answer = await moderator.post(
        Self.signatures(slug),
        [("name", "*"), ("domain", "<nonsense>"), ("from", "yesterday"), ("ordinals", "7-3")])
      #expect(answer.status == .unprocessable)
      #expect(answer.text.contains(##"href="#filter-name""##))
      #expect(answer.text.contains(##"href="#filter-ordinals""##))
      #expect(answer.text.contains("&lt;nonsense&gt;"))
      #expect(answer.text.contains(#"value="yesterday""#))
    }
  }

  @Test func `the desk finds what came from one network today`() async throws {
    try await SiteClient.withPetition { client, slug in
      try await Self.sign(client, slug, 2)
      let moderator = try await client.browser(as: .moderator)
      let list = await moderator.get(Self.signatures(slug)).text
      // The domain has a number, too, in the column before.
      let cells = list.components(separatedBy: "<td>~")
      let tag = try "~" + #require(cells.dropFirst(2).first).prefix(16)
      let removal = try Self.place(await moderator.post(Self.signatures(slug), [("network", tag)]))
      #expect(await moderator.get(removal).text.contains("2 signatures fit"))
    }
  }

  @Test func `charts show what is unusual, and lead to the signatures`() async throws {
    try await SiteClient.withPetition { client, slug in
      let petition = try #require(try await client.store.petition(slug))
      for hour in 0..<48 {
        try await client.store.addConfirmed(
          (0..<10).map { number in
            ConfirmedSigner(
              try Person(name: "P", email: "p\(hour).\(number)@gmx.de").siteSigner(),
              confirmedAt: client.clock.now + Int64(hour) * 3_600_000)
          }, to: petition)
      }
      client.clock.advance(by: 48 * 3_600_000)
      try await client.store.addConfirmed(
        (0..<200).map { number in
          ConfirmedSigner(
            try Person(name: "B", email: "b\(number)@gmail.com").siteSigner(),
            confirmedAt: client.clock.now)
        }, to: petition)
      let moderator = try await client.browser(as: .moderator)
      let page = await moderator.get(.removal(.pulse(slug))).text
      #expect(page.contains("200 signatures in an hour; 10 are usual."))
      #expect(page.contains("have addresses at gmail.com; 3 would be usual."))
      #expect(page.components(separatedBy: "<svg").count == 3)
      #expect(await moderator.get(.removal(.alarms)).text.contains("200 signatures in an hour"))
    }
  }

  @Test func `the journal says who did what, to those who may read it`() async throws {
    try await SiteClient.withPetition { client, slug in
      try await Self.sign(client, slug, 1)
      let moderator = try await client.browser(as: .moderator, name: "Mo <b>")
      let removal = try Self.place(
        await moderator.post(Self.signatures(slug), [("ordinals", "1")]))
      _ = await moderator.post(removal, [("action", "request"), ("reason", "duplicate")])
      let reviewer = try await client.browser(as: .reviewer)
      let journal = await reviewer.get(.removal(.journal(before: nil))).text
      #expect(journal.contains("asked to remove signatures"))
      #expect(journal.contains("removed signatures"))
      #expect(journal.contains("Mo &lt;b&gt;"))
      #expect(await moderator.get(.removal(.journal(before: nil))).status == .forbidden)
    }
  }

  @Test func `what does not exist is not found`() async throws {
    try await SiteClient.with { client in
      let moderator = try await client.browser(as: .moderator)
      let slug = try #require(Slug("nowhere"))
      #expect(await moderator.get(Self.signatures(slug)).status == .notFound)
      #expect(await moderator.post(Self.signatures(slug)).status == .notFound)
      #expect(await moderator.get("/desk/removals/99").status == .notFound)
      #expect(
        await moderator.post("/desk/removals/99", [("action", "undo")]).status == .notFound)
      #expect(await client.get("/petitions/nowhere/history").status == .notFound)
    }
  }
}

extension Person {
  func siteSigner(country: String? = nil) throws -> Signer {
    guard
      case .accepted(let signer) = SigningForm(name: name, email: email, country: country ?? "")
        .checked(firstAudience: .public, countries: ["MM", "DE"])
    else { throw CocoaError(.formatting) }
    return signer
  }
}
