import Petitions
import Testing

@Suite struct ListPageTests {
  @Test(arguments: [
    (1, 0, 1, 1..<1), (1, 1, 1, 1..<2), (1, 10, 1, 1..<11), (1, 11, 2, 2..<12), (2, 11, 2, 1..<2),
    (1, 676, 68, 667..<677), (2, 676, 68, 657..<667), (67, 676, 68, 7..<17), (68, 676, 68, 1..<7),
    (1_000_000, 10_000_000, 1_000_000, 1..<11),
  ])
  func `a page is an interval of ordinals, newest first`(
    number: Int, lastOrdinal: Int, pageCount: Int, ordinals: Range<Int>
  ) throws {
    let page = try #require(ListPage(number: number, lastOrdinal: lastOrdinal))
    #expect(page.pageCount == pageCount)
    #expect(page.ordinals == ordinals)
  }

  @Test(arguments: 0...31)
  func `the pages together hold every ordinal once`(lastOrdinal: Int) throws {
    let first = try #require(ListPage(number: 1, lastOrdinal: lastOrdinal))
    let ordinals = try (1...first.pageCount).flatMap { number in
      Array(try #require(ListPage(number: number, lastOrdinal: lastOrdinal)).ordinals.reversed())
    }
    #expect(ordinals == Array((1..<lastOrdinal + 1).reversed()))
  }

  @Test(arguments: [
    (0, 676), (-1, 676), (69, 676), (Int.max, 676), (Int.min, 676), (2, 0), (2, 10), (3, 11),
  ])
  func `a page that does not exist is refused`(number: Int, lastOrdinal: Int) {
    #expect(ListPage(number: number, lastOrdinal: lastOrdinal) == nil)
  }

  @Test(arguments: [(1, 1..<11), (2, 11..<21), (68, 671..<681)])
  func `a list that begins with the oldest has places from 1`(number: Int, positions: Range<Int>) {
    #expect(ListPage(number: number, lastOrdinal: 676)?.positions == positions)
  }

  @Test(arguments: [
    (1, 1, "1"), (1, 2, "1 2"), (2, 2, "1 2"), (1, 3, "1 2 3"), (3, 3, "1 2 3"), (1, 4, "1 2 3 4"),
    (1, 5, "1 2 3 4 5"), (1, 6, "1 2 3 … 6"), (1, 68, "1 2 3 … 68"), (2, 68, "1 2 3 … 68"),
    (3, 68, "1 2 3 4 … 68"), (5, 68, "1 2 3 4 5 6 … 68"), (6, 68, "1 2 3 4 5 6 7 … 68"),
    (7, 68, "1 2 3 … 6 7 8 … 68"), (34, 68, "1 2 3 … 33 34 35 … 68"),
    (66, 68, "1 2 3 … 65 66 67 68"), (68, 68, "1 2 3 … 67 68"),
  ])
  func `the ends and the neighbours are offered, and gaps of more than one number`(
    number: Int, pageCount: Int, offered: String
  ) throws {
    let page = try #require(ListPage(number: number, lastOrdinal: pageCount * ListPage.size))
    #expect(
      page.offeredNumbers.map { $0.map(String.init) ?? "…" }.joined(separator: " ") == offered)
  }
}
