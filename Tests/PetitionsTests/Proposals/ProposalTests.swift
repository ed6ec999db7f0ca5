import Petitions
import Testing

@Suite struct ProposalTests {
  /// Every event in every state, and what becomes of it.
  static let transitions: [(Proposal.State, PetitionEvent, Proposal.State?)] = [
    (.draft, .submit, .submitted), (.draft, .giveBack, nil), (.draft, .reject, nil),
    (.draft, .publish, nil),
    (.submitted, .submit, nil), (.submitted, .giveBack, .returned),
    (.submitted, .reject, .rejected), (.submitted, .publish, .published),
    (.returned, .submit, .submitted), (.returned, .giveBack, nil), (.returned, .reject, nil),
    (.returned, .publish, nil),
    (.rejected, .submit, nil), (.rejected, .giveBack, nil), (.rejected, .reject, nil),
    (.rejected, .publish, nil),
    (.published, .submit, nil), (.published, .giveBack, nil), (.published, .reject, nil),
    (.published, .publish, nil),
  ]

  @Test(arguments: transitions)
  func `each event leads where it should, and nowhere from where it cannot happen`(
    state: Proposal.State, event: PetitionEvent, next: Proposal.State?
  ) {
    #expect(state.after(event) == next)
  }

  @Test(arguments: Proposal.State.allCases)
  func `whatever else can happen to a petition changes nothing of a proposal`(
    state: Proposal.State
  ) {
    let events: [PetitionEvent] = [.submit, .giveBack, .reject, .publish]
    #expect(Self.transitions.filter { $0.0 == state }.map(\.1) == events)
    for event in PetitionEvent.allCases where !events.contains(event) {
      let stays =
        switch event {
        case .edit: state == .draft || state == .returned
        case .schedule: state == .submitted
        default: false
        }
      #expect(state.after(event) == (stays ? state : nil))
    }
  }

  @Test(arguments: Proposal.State.allCases)
  func `what its author can change is what its author can submit`(state: Proposal.State) {
    #expect(state.isEditable == (state.after(.submit) != nil))
    #expect(state.isEditable == (state.after(.edit) == state))
    let isEnded = PetitionEvent.allCases.allSatisfy { state.after($0) == nil }
    #expect(isEnded == [.rejected, .published].contains(state))
  }

  @Test func `the steps follow each other`() {
    #expect(ProposalStage.allCases.map(\.number) == [1, 2, 3, 4, 5, 6])
    #expect(
      ProposalStage.allCases.map(\.next) == [.story, .letter, .details, .about, .review, nil])
    #expect(
      ProposalStage.allCases.map(\.previous) == [nil, .ask, .story, .letter, .details, .about])
  }
}
