/// A case in the moderators' queue.
public enum ReviewSubject: Sendable, Hashable {
  /// A petition that waits to be published.
  case proposal(Proposal.ID)
  /// Another text for a petition that is published.
  case amendment(Amendment.ID)

  /// The kind of case, as tables and addresses name it.
  public var kind: String {
    switch self {
    case .proposal: "proposal"
    case .amendment: "amendment"
    }
  }

  /// The number of the case among those of its kind.
  public var number: Int64 {
    switch self {
    case .proposal(let id): id.rawValue
    case .amendment(let id): id.rawValue
    }
  }

  /// - Returns: nil for a kind that there is not.
  public init?(kind: some StringProtocol, number: Int64) {
    switch kind {
    case "proposal": self = .proposal(Proposal.ID(rawValue: number))
    case "amendment": self = .amendment(Amendment.ID(rawValue: number))
    default: return nil
    }
  }
}
