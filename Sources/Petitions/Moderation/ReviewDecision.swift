/// What a moderator decides about a petition in the queue.
public struct ReviewDecision: Sendable, Hashable {
  /// What is to happen.
  public enum Verdict: Sendable, Hashable {
    /// Send it back, to be written anew.
    case giveBack
    /// Turn it down for good; the text may be shown to nobody.
    case reject(hidesText: Bool)
    /// Publish it now.
    case publish
    /// Publish it when the time comes, in UTC milliseconds.
    case publishAt(Int64)
  }

  /// What is to happen.
  public let verdict: Verdict

  /// The reasons, in the order of the list; empty for a publication.
  public let reasons: [ReviewReason.Key]

  /// What the moderator says to the organiser; may be empty.
  public let message: String

  /// A decision as a form or a table has it.
  public init(verdict: Verdict, reasons: [ReviewReason.Key], message: String) {
    self.verdict = verdict
    self.reasons = reasons
    self.message = message
  }

  /// The event in the life of the petition.
  public var event: PetitionEvent {
    switch verdict {
    case .giveBack: .giveBack
    case .reject: .reject
    case .publish: .publish
    case .publishAt: .schedule
    }
  }
}

extension ReviewDecision {
  /// Publishes without a word more.
  public static let publication = ReviewDecision(verdict: .publish, reasons: [], message: "")
}
