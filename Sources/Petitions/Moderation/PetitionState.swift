/// Where a petition stands on its way from the first word to the answer.
public enum PetitionState: String, Sendable, Hashable, CaseIterable {
  /// Being written; only whoever holds its link sees it.
  case draft
  /// Waiting for a moderator.
  case submitted
  /// Sent back to be written anew, with reasons.
  case returned
  /// Turned down for good, with a published reason.
  case rejected
  /// Published, and people can sign.
  case open
  /// Published, and nobody can sign any more.
  case closed
  /// Published with what came of it.
  case answered
  /// Published once, and hidden with a public entry that says why.
  case takenDown = "taken-down"
}

extension PetitionState {
  /// The states in which everybody can read the petition.
  public static let `public`: Set<Self> = [.open, .closed, .answered]

  /// The states in which the organiser can write the text as he likes.
  public static let editable: Set<Self> = [.draft, .returned]
}
