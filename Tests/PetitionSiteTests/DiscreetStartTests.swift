import Foundation
import HTTPServer
import Mail
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// A petition whose author wants that mails do not name it.
@Suite struct DiscreetStartTests {
  /// Writes a petition, sends it, and lets a moderator publish it.
  private static func published(
    _ discretion: String, on client: SiteClient
  ) async throws -> Petition {
    let author = try await Author.begin(client)
    _ = await author.save(.details, [("discretion", discretion)])
    let review = await author.get("/review").text
    #expect(review.contains("They name only this site") == (discretion == "discreet"))
    _ = try await author.submit()
    let moderator = try await client.browser(as: .moderator)
    let proposal = try await author.proposal()
    let queued = await moderator.get(.moderation(.review(.proposal(proposal.id)))).text
    #expect(
      queued.contains("Emails to its signers name only this site") == (discretion == "discreet"))
    #expect(await moderator.decide(proposal.id, [("choice", "publish")]).status == .seeOther)
    let id = try #require(try await client.store.proposal(proposal.id)?.petition)
    client.letPagesAge()
    _ = try await client.mails()
    return try #require(try await client.store.petition(id))
  }

  @Test func `no mail to those who sign names a petition that was begun as a discreet one`()
    async throws
  {
    try await SiteClient.with { client in
      let petition = try await Self.published("discreet", on: client)
      #expect(petition.isDiscreet)
      let token = try await client.token(People.aye, petition.slug)
      _ = try await client.sign(People.aye, petition.slug, ["remind": "yes"])
      _ = await client.post("/confirm/\(token)")
      let page = await client.get("/petitions/\(petition.slug.text)").text
      #expect(page.contains("it does not name this petition"))
      _ = try await client.sign(People.layla, petition.slug)
      let mails = try await client.mails()
      #expect(!mails.isEmpty)
      #expect(!mails.contains { $0.subject == "Your signature counts" })
      for mail in mails {
        let whole = String(decoding: try mail.bytes(boundary: "b"), as: UTF8.self)
        for part in [mail.subject, mail.text, mail.html ?? "", whole] {
          for word in ["tree", "kiln", "ann lee", "mayor"] {
            #expect(!part.lowercased().contains(word), "\(mail.subject): \(word)")
          }
        }
      }
    }
  }

  @Test func `another petition is named, and the same signer is thanked`() async throws {
    try await SiteClient.with { client in
      let petition = try await Self.published("named", on: client)
      #expect(!petition.isDiscreet)
      let token = try await client.token(People.layla, petition.slug)
      _ = await client.post("/confirm/\(token)")
      let thanks = try #require(
        try await client.mails().last { $0.subject == "Your signature counts" })
      #expect(thanks.text.contains("Plant trees on Kiln Street"))
    }
  }

  @Test func `the step keeps what was chosen and takes nothing else`() async throws {
    try await SiteClient.with { client in
      let author = try await Author.begin(client)
      _ = await author.save(.details, [("discretion", "discreet")])
      let kept = await author.get("/details").text
      #expect(kept.contains(#"<option value="discreet" selected>"#))
      let refused = await author.save(.details, [("discretion", "whispered")])
      #expect(refused.status == .unprocessable)
      #expect(refused.text.contains(##"href="#discretion""##))
    }
  }

  @Test func `whoever begins with an earlier petition begins as discreetly`() async throws {
    try await SiteClient.with { client in
      let petition = try await Self.published("discreet", on: client)
      let content = ProposalContent(from: petition)
      #expect(content.isDiscreet && content.category == "environment")
    }
  }
}
