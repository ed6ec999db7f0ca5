/// What can happen to a petition; ``PetitionTransition`` says when, by whom, and what follows.
public enum PetitionEvent: String, Sendable, Hashable, CaseIterable {
  /// The text of a petition that is not published is changed.
  case edit
  /// The petition goes to the moderators, for the first time or again.
  case submit
  /// A moderator sends it back with reasons.
  case giveBack = "return"
  /// A moderator turns it down for good.
  case reject
  /// A moderator sets the time at which it is published.
  case schedule
  /// It is published, by a moderator or because the set time came.
  case publish
  /// The organiser asks for another text of a published petition.
  case amend
  /// A moderator accepts the other text.
  case acceptAmendment = "accept-amendment"
  /// A moderator turns the other text down, also after signing ended.
  case declineAmendment = "decline-amendment"
  /// A person ends signing, or says anew that nothing came of it.
  case close
  /// Signing ends because its time came.
  case end
  /// What came of it is published, or told anew, which ends signing.
  case answer
  /// A moderator joins it to another petition, where its address leads from then on.
  case merge
  /// A moderator hides it.
  case takeDown = "take-down"
  /// An administrator brings a hidden one back.
  case restore
}

extension PetitionEvent {
  /// What can still happen to a petition whose address leads to another one: it is hidden or brought back
  /// as a whole, and what waits for a moderator is turned down.
  public static let ofMerged: Set<Self> = [.declineAmendment, .takeDown, .restore]
}
