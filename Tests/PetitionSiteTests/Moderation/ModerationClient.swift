import EmailAddresses
import HTTPServer
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

extension SiteClient {
  /// A petition that waits for a moderator, of an author with an account.
  func submitted(
    _ content: ProposalContent = .proposed()
  ) async throws -> (id: Proposal.ID, link: AccountSecret) {
    let link = try await store.beginDraft(content, language: "en", at: clock.now)
    try await submit(link)
    let proposal = try #require(try await store.proposal(link, at: clock.now))
    return (proposal.id, link)
  }

  /// The author sends a draft, for the first time or again.
  func submit(_ link: AccountSecret) async throws {
    let id = try await store.addAccount(
      EmailAddress(parsing: "runa@example.org"), name: "Runa Lindqvist", role: .organiser,
      language: "en", by: nil, at: clock.now)
    let owner = try #require(try await store.account(id))
    #expect(try await store.submit(link, of: owner, at: clock.now, isComplete: { _ in true }))
  }

  /// A petition that its author runs.
  func published(
    _ content: ProposalContent = .proposed(), by moderator: DeskBrowser
  ) async throws -> Petition {
    let (id, _) = try await submitted(content)
    let answer = await moderator.decide(id, [("choice", "publish")])
    #expect(answer.status == .seeOther)
    let petition = try #require(try await store.proposal(id)?.petition)
    letPagesAge()
    return try #require(try await store.petition(petition))
  }
}

extension DeskBrowser {
  /// Fills in the form below a petition in the queue.
  func decide(
    _ id: Proposal.ID, _ fields: [(String, String)], submission: Int = 1
  ) async -> Response {
    await post(
      .moderation(.decision(.proposal(id))), [("submission", String(submission))] + fields)
  }
}
