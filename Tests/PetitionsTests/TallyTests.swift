import Petitions
import Testing

@Suite struct TallyTests {
  @Test(arguments: [
    (Tally(), 0), (Tally(confirmed: 676), 676), (Tally(confirmed: 10, withdrawn: 3), 7),
    (Tally(confirmed: 10, removed: 2), 8), (Tally(confirmed: 10, withdrawn: 3, removed: 7), 0),
  ])
  func `the count is what was confirmed and neither withdrawn nor removed`(
    tally: Tally, count: Int
  ) {
    #expect(tally.count == count)
  }

  @Test(arguments: [
    (-1, 100), (0, 100), (99, 100), (100, 250), (249, 250), (250, 500), (499, 500), (500, 1_000),
    (676, 1_000), (999, 1_000), (1_000, 2_500), (2_499, 2_500), (2_500, 5_000), (5_000, 10_000),
    (9_999, 10_000), (10_000, 25_000), (5_998_123, 10_000_000), (8_000_000_000, 10_000_000_000),
  ])
  func `the next milestone lies above the count`(count: Int, milestone: Int) {
    #expect(Milestone.next(after: count) == milestone)
  }
}
