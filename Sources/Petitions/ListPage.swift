/// One page of a public list, as an interval of ordinals, newest first.
///
/// The interval follows from the page's number alone, so every page costs the same.
public struct ListPage: Sendable, Hashable {
  /// How many entries stand on a page.
  public static let size = 10

  /// The number of the page, from 1.
  public let number: Int

  /// How many pages there are; at least 1.
  public let pageCount: Int

  /// The ordinals on the page; empty only where the list is.
  public let ordinals: Range<Int>

  /// - Parameters:
  ///   - number: the page asked for, from 1.
  ///   - lastOrdinal: the highest ordinal given; 0 for none.
  /// - Returns: nil for a page that does not exist.
  public init?(number: Int, lastOrdinal: Int) {
    pageCount = max(1, (lastOrdinal + Self.size - 1) / Self.size)
    guard (1...pageCount).contains(number) else { return nil }
    self.number = number
    let newest = lastOrdinal - (number - 1) * Self.size
    ordinals = max(1, newest - Self.size + 1)..<(newest + 1)
  }

  /// The places on the page in a list that begins with the oldest.
  public var positions: Range<Int> {
    (number - 1) * Self.size + 1..<number * Self.size + 1
  }

  /// The page numbers that a reader is offered: the ends, the neighbours, and nil for a gap.
  public var offeredNumbers: [Int?] {
    let wanted = [1, 2, 3, number - 1, number, number + 1, pageCount]
    let numbers = Set(wanted).filter { (1...pageCount).contains($0) }.sorted()
    var offered: [Int?] = []
    for number in numbers {
      if let last = offered.last ?? nil, number > last + 1 {
        // One missing number is shown rather than hidden behind a gap.
        offered.append(number == last + 2 ? last + 1 : nil)
      }
      offered.append(number)
    }
    return offered
  }
}
