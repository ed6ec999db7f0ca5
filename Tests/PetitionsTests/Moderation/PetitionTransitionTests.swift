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
    (.open, .amend, .open, "organiser moderator administrator"),
    (.open, .acceptAmendment, .open, "moderator administrator"),
    (.open, .declineAmendment, .open, "moderator administrator"),
    (.closed, .declineAmendment, .closed, "moderator administrator"),
    (.answered, .declineAmendment, .answered, "moderator administrator"),
    (.open, .close, .closed, "organiser administrator"),
    (.closed, .close, .closed, "organiser administrator"),
    (.answered, .close, .closed, "organiser administrator"),
    (.open, .end, .closed, "clock"),
    (.open, .answer, .answered, "organiser administrator"),
    (.closed, .answer, .answered, "organiser administrator"),
    (.answered, .answer, .answered, "organiser administrator"),
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
      PetitionState.public.union([.rejected, .takenDown]).contains($0)
    }
    let next = transition.state(before: .open) ?? state
    if isSeen(next) && next != state {
      #expect(transition.consequences.contains(.publicEntry))
    }
    if event != .edit {
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
    let judged: Set<PetitionEvent> = [.giveBack, .reject, .schedule, .publish]
    for event in PetitionEvent.allCases {
      let actors = PetitionTransition(from: .submitted, on: event)?.actors ?? []
      #expect(!actors.contains(.organiser))
      #expect(actors.contains(.moderator) == judged.contains(event))
    }
  }

  @Test func `the sets name the states they promise`() {
    #expect(PetitionState.allCases.count == 8)
    #expect(PetitionState.public == [.open, .closed, .answered])
    #expect(PetitionState.editable == [.draft, .returned])
  }

  @Test(arguments: PetitionState.allCases)
  func `a set agrees with what can happen in its states`(state: PetitionState) {
    let events = PetitionEvent.allCases.filter { PetitionTransition(from: state, on: $0) != nil }
    #expect(PetitionState.editable.contains(state) == events.contains(.edit))
    #expect(PetitionState.public.contains(state) == events.contains(.takeDown))
    #expect((state == .rejected) == events.isEmpty)
  }

  @Test(arguments: PetitionEvent.allCases)
  func `a merged petition is hidden and brought back, and nothing else`(
    event: PetitionEvent
  ) throws {
    let shown = try Self.merged(takenDownAt: nil).transition(on: event, at: 5)
    #expect((shown != nil) == [.declineAmendment, .takeDown].contains(event))
    let hidden = try Self.merged(takenDownAt: 4).transition(on: event, at: 5)
    #expect((hidden != nil) == (event == .restore))
  }

  @Test func `whoever runs a petition is its organiser, whatever else they are`() {
    let roles: [Role: PetitionActor] = [.moderator: .moderator, .administrator: .administrator]
    for role in Role.allCases {
      let account = Account(
        id: Account.ID(rawValue: 1), name: "", email: "", role: role, isSuspended: false,
        createdAt: 0)
      #expect(account.actor(owner: account.id) == .organiser)
      for owner in [nil, Account.ID(rawValue: 2)] {
        #expect(account.actor(owner: owner) == roles[role])
      }
    }
  }

  private static func merged(takenDownAt: Int64?) throws -> Petition {
    let petition = try SamplePetition.petition()
    return Petition(
      id: petition.id, uniqueID: petition.uniqueID, slug: petition.slug, wording: petition.wording,
      wordingVersion: 1, photo: nil, photoCredit: "", language: "en", state: .closed,
      firstAudience: .public, openedAt: 0, closesAt: nil, tally: Tally(confirmed: 0),
      importedCount: 0, takenDownAt: takenDownAt, mergedInto: Petition.ID(rawValue: 2))
  }

  private static func actors(_ names: String) -> Set<PetitionActor> {
    Set(names.split(separator: " ").compactMap { PetitionActor(rawValue: String($0)) })
  }
}
