extension Petition {
  /// Where the petition stands at a moment (UTC milliseconds).
  public func standing(at now: Int64) -> PetitionState {
    if takenDownAt != nil { return .takenDown }
    if answeredAt != nil { return .answered }
    return isOpen(at: now) ? .open : .closed
  }

  /// Whether nobody finds the petition itself at its address any more.
  public var isHidden: Bool { takenDownAt != nil || mergedInto != nil }
}
