/// What an event does to a petition in a state: the next state, who may cause it, and what follows.
///
/// The store asks it before each change whether it can happen, and where moderators decide, whether this
/// one may; elsewhere the access to the page decides who. That what follows does follow is what its tests
/// compare.
public struct PetitionTransition: Sendable, Hashable {
  /// The state after the event.
  public enum Destination: Sendable, Hashable {
    case state(PetitionState)
    /// The state that the petition was taken down from, or closed where it was open: without its key it
    /// takes no signatures any more.
    case stateBefore
  }

  /// What the transaction that records the event does besides.
  ///
  /// An entry in the journal follows every event except ``PetitionEvent/edit``: nobody but its author
  /// has read what is changed by it, until it is submitted.
  public enum Consequence: String, Sendable, Hashable, CaseIterable {
    /// The journal says who did what and when.
    case journalEntry
    /// Everybody can read that it happened, and why.
    case publicEntry
    /// The organiser gets a mail about it.
    case mailToOrganiser
    /// Nobody can recognise an address of the petition any more.
    case keyDestroyed
  }

  /// The state after the event.
  public let destination: Destination

  /// Who may cause it.
  public let actors: Set<PetitionActor>

  /// What follows.
  public let consequences: Set<Consequence>

  private init(
    to destination: Destination, by actors: Set<PetitionActor>, _ consequences: Set<Consequence>
  ) {
    self.destination = destination
    self.actors = actors
    self.consequences = consequences
  }

  private init(
    to state: PetitionState, by actors: Set<PetitionActor>, _ consequences: Set<Consequence>
  ) {
    self.init(to: .state(state), by: actors, consequences)
  }

  /// Looks an event up.
  ///
  /// - Returns: nil where the event cannot happen in the state.
  public init?(from state: PetitionState, on event: PetitionEvent) {
    let judges: Set<PetitionActor> = [.moderator, .administrator]
    let owners: Set<PetitionActor> = [.writer, .organiser]
    let runners: Set<PetitionActor> = [.organiser, .administrator]
    switch (state, event) {
    case (.draft, .edit):
      self.init(to: .draft, by: owners, [])
    case (.draft, .submit):
      self.init(to: .submitted, by: owners, [.journalEntry])
    case (.submitted, .giveBack):
      self.init(to: .returned, by: judges, [.journalEntry, .mailToOrganiser])
    case (.submitted, .reject):
      self.init(to: .rejected, by: judges, [.journalEntry, .publicEntry, .mailToOrganiser])
    case (.submitted, .schedule):
      self.init(to: .submitted, by: judges, [.journalEntry])
    case (.submitted, .publish):
      self.init(
        to: .open, by: judges.union([.clock]), [.journalEntry, .publicEntry, .mailToOrganiser])
    case (.returned, .edit):
      self.init(to: .returned, by: [.organiser], [])
    case (.returned, .submit):
      self.init(to: .submitted, by: [.organiser], [.journalEntry])
    case (.open, .amend):
      self.init(to: .open, by: judges.union([.organiser]), [.journalEntry])
    case (.open, .acceptAmendment):
      self.init(to: .open, by: judges, [.journalEntry, .publicEntry, .mailToOrganiser])
    case (.open, .declineAmendment):
      self.init(to: .open, by: judges, [.journalEntry, .mailToOrganiser])
    case (.closed, .declineAmendment):
      self.init(to: .closed, by: judges, [.journalEntry, .mailToOrganiser])
    case (.answered, .declineAmendment):
      self.init(to: .answered, by: judges, [.journalEntry, .mailToOrganiser])
    case (.open, .close):
      self.init(to: .closed, by: runners, [.journalEntry, .publicEntry, .keyDestroyed])
    case (.closed, .close), (.answered, .close):
      self.init(to: .closed, by: runners, [.journalEntry, .publicEntry])
    case (.open, .end):
      self.init(to: .closed, by: [.clock], [.journalEntry, .publicEntry, .keyDestroyed])
    case (.open, .answer):
      self.init(to: .answered, by: runners, [.journalEntry, .publicEntry, .keyDestroyed])
    case (.closed, .answer), (.answered, .answer):
      self.init(to: .answered, by: runners, [.journalEntry, .publicEntry])
    case (.open, .merge):
      self.init(
        to: .closed, by: judges, [.journalEntry, .publicEntry, .mailToOrganiser, .keyDestroyed])
    case (.closed, .merge):
      self.init(to: .closed, by: judges, [.journalEntry, .publicEntry, .mailToOrganiser])
    case (.open, .takeDown):
      self.init(
        to: .takenDown, by: judges, [.journalEntry, .publicEntry, .mailToOrganiser, .keyDestroyed])
    case (.closed, .takeDown), (.answered, .takeDown):
      self.init(to: .takenDown, by: judges, [.journalEntry, .publicEntry, .mailToOrganiser])
    case (.takenDown, .restore):
      self.init(
        to: .stateBefore, by: [.administrator], [.journalEntry, .publicEntry, .mailToOrganiser])
    default: return nil
    }
  }

  /// The state after the event.
  ///
  /// - Parameter before: the state that the petition was taken down from, where it was.
  /// - Returns: nil where that state is needed and none that a petition can be taken down from.
  public func state(before: PetitionState? = nil) -> PetitionState? {
    switch destination {
    case .state(let state): state
    case .stateBefore:
      before.flatMap { PetitionState.public.contains($0) ? ($0 == .open ? .closed : $0) : nil }
    }
  }
}
