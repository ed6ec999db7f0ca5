import EmailAddresses
import Petitions
import TestSupport
import Testing

@testable import PetitionStore

extension Scene {
  /// Somebody with an account.
  func account(_ role: Role, _ email: String) async throws -> Account.ID {
    try await store.addAccount(
      EmailAddress(parsing: email), name: email, role: role, language: "en", by: nil, at: clock.now)
  }

  /// A petition that waits for a moderator, of somebody new.
  func submitted(
    _ content: ProposalContent = .proposed(), by email: String = "runa@example.org"
  ) async throws -> (id: Proposal.ID, link: AccountSecret, owner: Account) {
    let owner = try #require(
      try await store.account(try await account(.organiser, email)))
    let link = try await store.beginDraft(content, language: "en", at: clock.now)
    #expect(try await store.submit(link, of: owner, at: clock.now, isComplete: { _ in true }))
    let proposal = try #require(try await store.proposal(link, at: clock.now))
    return (proposal.id, link, owner)
  }

  /// Carries a decision out.
  func decide(
    _ id: Proposal.ID, _ verdict: ReviewDecision.Verdict, by moderator: Account.ID,
    reasons: [String] = [], submission: Int = 1
  ) async throws -> DecisionOutcome {
    let keys = reasons.compactMap { ReviewReason.Key($0) }
    return try await store.decide(
      ProposalDecision(
        proposal: id,
        decision: .init(verdict: verdict, reasons: keys, message: "A word to the organiser."),
        submission: submission, verdict: "Because of this.",
        complete: try ProposalContent.proposed().complete, storyHTML: "<p>Dark.</p>"),
      by: moderator, at: clock.now)
  }

  /// A petition that somebody else runs than any moderator.
  func published(title: String, by moderator: Account.ID) async throws -> Petition {
    let submitted = try await submitted(.proposed(title: title), by: "owner@example.org")
    guard case .done(let id?) = try await decide(submitted.id, .publish, by: moderator) else {
      throw NotPublished()
    }
    return try #require(try await store.petition(id))
  }

  /// What mails to people with accounts say, the oldest first.
  func deskMails() async throws -> [DeskMail] {
    try await takeMails().filter { $0.kind == .desk }.map { try DeskMail(encoded: $0.mail.token) }
  }
}

struct NotPublished: Error {}
