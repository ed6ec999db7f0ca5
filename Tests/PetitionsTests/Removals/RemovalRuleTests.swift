import Petitions
import Testing

/// Who may remove how much, and what follows on what.
@Suite struct RemovalRuleTests {
  static let cases: [(counted: Int, earlier: Int, standing: Int, needsSecond: Bool)] = [
    (1, 0, 1, false), (10, 0, 10, false), (11, 0, 11, true), (11, 0, 1_100, false),
    (12, 0, 1_100, true), (1_000, 0, 1_000_000, false), (1_001, 0, 1_000_000, true),
    (100, 0, 10_000, false), (101, 0, 10_000, true),
    // In parts it is no more than at once.
    (1, 100, 9_900, true), (50, 50, 9_950, false), (51, 50, 9_950, true),
    (1, 10, 90, true), (500, 501, 1_000_000, true),
  ]

  @Test(arguments: cases.indices)
  func `more than one per cent or a thousand needs two, also in parts`(_ index: Int) {
    let (counted, earlier, standing, needsSecond) = Self.cases[index]
    #expect(
      RemovalRule().needsSecond(counted: counted, earlier: earlier, standing: standing)
        == needsSecond)
  }

  @Test func `nobody agrees with themselves, and nobody who may not remove agrees`() {
    #expect(RemovalRule.refusal(toAgree: true, mayRemove: true) == .askedForIt)
    #expect(RemovalRule.refusal(toAgree: false, mayRemove: false) == .mayNotRemove)
    #expect(RemovalRule.refusal(toAgree: true, mayRemove: false) == .mayNotRemove)
    #expect(RemovalRule.refusal(toAgree: false, mayRemove: true) == nil)
  }

  static let steps: [RemovalState.Step] = [
    .request(needsSecond: false), .request(needsSecond: true), .agree, .cancel, .finish, .undo,
    .finishUndo,
  ]

  static let followers: [RemovalState: [RemovalState?]] = [
    .counted: [.running, .awaiting, nil, nil, nil, nil, nil],
    .awaiting: [nil, nil, .running, .cancelled, nil, nil, nil],
    .running: [nil, nil, nil, .cancelled, .done, nil, nil],
    .cancelled: [nil, nil, nil, nil, nil, .undoing, nil],
    .done: [nil, nil, nil, nil, nil, .undoing, nil],
    .undoing: [nil, nil, nil, nil, nil, nil, .undone],
    .undone: [nil, nil, nil, nil, nil, nil, nil],
  ]

  @Test(arguments: RemovalState.allCases)
  func `only these steps are possible`(_ state: RemovalState) {
    #expect(Self.steps.map { state.after($0, removed: 3) } == Self.followers[state])
  }

  @Test(arguments: RemovalState.allCases)
  func `where nothing is removed, nothing can be put back`(_ state: RemovalState) {
    #expect(state.after(.undo, removed: 0) == nil)
  }
}
