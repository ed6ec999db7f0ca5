public import Petitions

/// What is recorded of a case in the queue besides what is to be judged.
public struct ReviewCase: Sendable, Hashable {
  /// Who works on it; nil where nobody does.
  public let claim: ReviewClaim<Account.ID>?
  /// The name of who works on it; empty where nobody does.
  public let holderName: String
  /// What moderators noted, the oldest first.
  public let notes: [ReviewNote]
}

/// What a moderator noted for the others.
public struct ReviewNote: Sendable, Hashable {
  /// The name of who wrote it.
  public let author: String
  /// The words.
  public let text: String
  /// When it was written, in UTC milliseconds.
  public let createdAt: Int64
}

/// A decision about a proposal, as it was recorded.
public struct RecordedDecision: Sendable, Hashable {
  /// What was decided: `return`, `reject`, `publish` or `schedule`.
  public let verdict: String
  /// The reasons, in the order of the list at that time.
  public let reasons: [ReviewReason.Key]
  /// What the moderator said to the organiser.
  public let message: String
  /// The name of the moderator; empty for the site itself.
  public let decider: String
  /// When, in UTC milliseconds.
  public let decidedAt: Int64
}

/// A publication that is set for a time to come.
public struct ScheduledPublication: Sendable, Hashable {
  /// What is published.
  public let proposal: Proposal.ID
  /// Who set it.
  public let account: Account.ID
  /// The submission that was judged; a later one is not published.
  public let submission: Int
  /// When, in UTC milliseconds.
  public let publishAt: Int64
}

/// A proposal in the queue.
public struct QueuedProposal: Sendable {
  /// What is to be judged.
  public let proposal: Proposal
  /// What is recorded of the case.
  public let review: ReviewCase
  /// When it will be published, in UTC milliseconds; nil where that is not decided.
  public let publishAt: Int64?
}

/// Another text of a petition in the queue.
public struct QueuedAmendment: Sendable {
  /// What is to be judged.
  public let amendment: Amendment
  /// The petition as it is.
  public let petition: Petition
  /// What is recorded of the case.
  public let review: ReviewCase
}
