/// A petition on its way from its first draft to publication.
public struct Proposal: Sendable, Hashable {
  /// The number by which the store knows a proposal.
  public struct ID: Sendable, Hashable {
    /// The number itself.
    public let rawValue: Int64

    /// - Parameter rawValue: a number that a store gave out.
    public init(rawValue: Int64) {
      self.rawValue = rawValue
    }
  }

  /// Where a proposal stands.
  public enum State: String, Sendable, Hashable, CaseIterable {
    /// Being written.
    case draft
    /// Waiting for a moderator.
    case submitted
    /// Given back to be rewritten.
    case returned
    /// Turned down.
    case rejected
    /// A petition was made of it.
    case published

    /// Where the petition stands; nil once one was made of it, which has a standing of its own.
    public var standing: PetitionState? {
      switch self {
      case .draft: .draft
      case .submitted: .submitted
      case .returned: .returned
      case .rejected: .rejected
      case .published: nil
      }
    }

    /// - Returns: nil for a state that only what was published can be in.
    init?(_ state: PetitionState) {
      switch state {
      case .draft: self = .draft
      case .submitted: self = .submitted
      case .returned: self = .returned
      case .rejected: self = .rejected
      case .open: self = .published
      case .closed, .answered, .takenDown: return nil
      }
    }

    /// Whether its author can change it.
    public var isEditable: Bool { standing.map(PetitionState.editable.contains) ?? false }

    /// What becomes of a proposal in this state.
    ///
    /// - Returns: nil where the event cannot happen.
    public func after(_ event: PetitionEvent) -> State? {
      transition(on: event)?.state().flatMap(State.init)
    }

    /// What an event does to a proposal in this state; nil where it cannot happen.
    public func transition(on event: PetitionEvent) -> PetitionTransition? {
      standing.flatMap { PetitionTransition(from: $0, on: event) }
    }
  }

  /// The number by which the store knows it.
  public let id: ID
  /// Where it stands.
  public let state: State
  /// What was written.
  public let content: ProposalContent
  /// What the moderator who gave it back or turned it down tells the author, in lines; may be empty.
  public let verdict: String
  /// Whose it is; nil for a draft that was not submitted yet.
  public let owner: Account.ID?
  /// The petition that was made of it.
  public let petition: Petition.ID?
  /// How often it was submitted.
  public let submissions: Int
  /// When it was begun, in UTC milliseconds.
  public let createdAt: Int64
  /// When it was changed last, in UTC milliseconds.
  public let changedAt: Int64
  /// When it was submitted last, in UTC milliseconds; nil for a draft.
  public let submittedAt: Int64?
  /// When a draft is deleted unless it is changed again, in UTC milliseconds; nil for what stays.
  public let expiresAt: Int64?
  /// The language of the author's pages and mails, a BCP 47 tag.
  public let language: String

  /// Puts a proposal together; only a store and tests do.
  public init(
    id: ID, state: State, content: ProposalContent, verdict: String = "",
    owner: Account.ID? = nil, petition: Petition.ID? = nil, submissions: Int = 0, createdAt: Int64,
    changedAt: Int64, submittedAt: Int64? = nil, expiresAt: Int64?, language: String
  ) {
    self.id = id
    self.state = state
    self.content = content
    self.verdict = verdict
    self.owner = owner
    self.petition = petition
    self.submissions = submissions
    self.createdAt = createdAt
    self.changedAt = changedAt
    self.submittedAt = submittedAt
    self.expiresAt = expiresAt
    self.language = language
  }
}
