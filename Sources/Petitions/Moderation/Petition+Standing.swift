extension Petition {
  /// Where the petition stands at a moment (UTC milliseconds).
  public func standing(at now: Int64) -> PetitionState {
    if takenDownAt != nil { return .takenDown }
    if answeredAt != nil { return .answered }
    return isOpen(at: now) ? .open : .closed
  }

  /// What an event does to the petition at a moment (UTC milliseconds); nil where it cannot happen.
  public func transition(on event: PetitionEvent, at now: Int64) -> PetitionTransition? {
    guard mergedInto == nil || PetitionEvent.ofMerged.contains(event) else { return nil }
    return PetitionTransition(from: standing(at: now), on: event)
  }

  /// Whether nobody finds the petition itself at its address any more.
  public var isHidden: Bool { takenDownAt != nil || mergedInto != nil }
}
