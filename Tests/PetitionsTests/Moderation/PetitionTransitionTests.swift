import Petitions
import Testing

@Suite struct PetitionTransitionTests {
  /// From, event, to, who may: everything that can happen.
  private static let table: [(PetitionState, PetitionEvent, PetitionState, String)] = [
    (.draft, .edit, .draft, "writer organiser"),
    (.draft, .submit, .submitted, "writer organiser"),
    (.submitted, .giveBack, .returned, "moderator administrator"),
    (.submitted, .reject, .rejected, "moderator administrator"),
    (.submitted, .schedule, .submitted, "moderator administrator"),
    (.submitted, .publish, .open, "moderator administrator clock"),
    (.returned, .edit, .returned, "organiser"),
    (.returned, .submit, .submitted, "organiser"),
    (.open, .amend, .open, "organiser"),
    (.open, .acceptAmendment, .open, "moderator administrator"),
    (.open, .declineAmendment, .open, "moderator administrator"),
    (.open, .close, .closed, "organiser moderator administrator"),
    (.open, .end, .closed, "clock"),
    (.open, .answer, .answered, "organiser moderator administrator"),
    (.closed, .answer, .answered, "organiser moderator administrator"),
    (.open, .merge, .closed, "moderator administrator"),
    (.closed, .merge, .closed, "moderator administrator"),
    (.open, .takeDown, .takenDown, "moderator administrator"),
    (.closed, .takeDown, .takenDown, "moderator administrator"),
    (.answered, .takeDown, .takenDown, "moderator administrator"),
  ]

  @Test(arguments: PetitionState.allCases, PetitionEvent.allCases)
  func `each event leads where the table says, and nowhere else`(
    state: PetitionState, event: PetitionEvent
  ) {
    let transition = PetitionTransition(from: state, on: event)
    let row = Self.table.first { $0.0 == state && $0.1 == event }
    if state == .takenDown, event == .restore { return }
    #expect(transition?.state() == row?.2)
    #expect(transition?.actors == row.map { Self.actors($0.3) })
  }

  @Test(arguments: PetitionState.allCases)
  func `what comes back is as it was before, but takes no signatures`(before: PetitionState) {
    let transition = PetitionTransition(from: .takenDown, on: .restore)
    #expect(transition?.actors == [.administrator])
    let states: [PetitionState: PetitionState] = [
      .open: .closed, .closed: .closed, .answered: .answered,
    ]
    #expect(transition?.state(before: before) == states[before])
    #expect(transition?.state() == nil)
  }

  @Test(arguments: PetitionState.allCases, PetitionEvent.allCases)
  func `what becomes or ceases to be public is told in public and to the organiser or by him`(
    state: PetitionState, event: PetitionEvent
  ) {
    guard let transition = PetitionTransition(from: state, on: event) else { return }
    let isSeen: (PetitionState) -> Bool = {
      PetitionState.public.contains($0) || PetitionState.explained.contains($0)
    }
    let next = transition.state(before: .open) ?? state
    if isSeen(next) && next != state {
      #expect(transition.consequences.contains(.publicEntry))
    }
    if state != .draft || event != .edit {
      #expect(transition.consequences.contains(.journalEntry))
    }
    let judged = transition.actors.isDisjoint(with: [.writer, .organiser, .clock])
    if judged, event != .schedule {
      #expect(transition.consequences.contains(.mailToOrganiser))
    }
  }

  @Test(arguments: PetitionState.allCases, PetitionEvent.allCases)
  func `the key is destroyed when signing ends, and only then`(
    state: PetitionState, event: PetitionEvent
  ) {
    guard let transition = PetitionTransition(from: state, on: event) else { return }
    let ends = state == .open && transition.state() != .open
    #expect(transition.consequences.contains(.keyDestroyed) == ends)
  }

  @Test func `a moderator's own petition is judged by others, since he is its organiser`() {
    let own = PetitionState.submitted.events(by: .organiser)
    #expect(own.isEmpty)
    #expect(
      PetitionState.submitted.events(by: .moderator) == [.giveBack, .reject, .schedule, .publish])
  }

  @Test func `the sets name the states they promise`() {
    #expect(PetitionState.allCases.count == 8)
    #expect(PetitionState.public == [.open, .closed, .answered])
    #expect(PetitionState.listed == PetitionState.public)
    #expect(PetitionState.signable == [.open])
    #expect(PetitionState.editable == [.draft, .returned])
    #expect(PetitionState.amendable == [.open])
    #expect(PetitionState.awaitingModeration == [.submitted])
    #expect(PetitionState.explained == [.rejected, .takenDown])
    #expect(PetitionState.published == [.open, .closed, .answered, .takenDown])
    #expect(PetitionState.final == [.rejected])
  }

  @Test(arguments: PetitionState.allCases)
  func `a set agrees with what can happen in its states`(state: PetitionState) {
    let events = PetitionEvent.allCases.filter { PetitionTransition(from: state, on: $0) != nil }
    #expect(PetitionState.editable.contains(state) == events.contains(.edit))
    #expect(PetitionState.amendable.contains(state) == events.contains(.amend))
    #expect(PetitionState.awaitingModeration.contains(state) == events.contains(.publish))
    #expect(PetitionState.public.contains(state) == events.contains(.takeDown))
    #expect(PetitionState.final.contains(state) == events.isEmpty)
  }

  private static func actors(_ names: String) -> Set<PetitionActor> {
    Set(names.split(separator: " ").compactMap { PetitionActor(rawValue: String($0)) })
  }
}
