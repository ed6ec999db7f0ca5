import Foundation
import TestSupport
import Testing

@testable import PetitionSite

/// Moments as RFC 3339, compared with Foundation's.
@Suite struct TimestampTests {
  private static func agrees(_ milliseconds: Int64) -> Bool {
    let seconds = (Double(milliseconds) / 1_000).rounded(.down)
    return Timestamp.text(milliseconds)
      == Date(timeIntervalSince1970: seconds).formatted(.iso8601)
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (999, "1970-01-01T00:00:00Z"),
    (951_782_400_000, "2000-02-29T00:00:00Z"), (4_107_542_399_999, "2100-02-28T23:59:59Z"),
    (4_107_542_400_000, "2100-03-01T00:00:00Z"), (253_402_300_799_999, "9999-12-31T23:59:59Z"),
    (-11_676_096_000_000, "1600-01-01T00:00:00Z"),
  ]) func `known moments are written as they are known`(_ milliseconds: Int64, _ text: String) {
    #expect(Timestamp.text(milliseconds) == text)
  }

  @Test func `every day of four centuries agrees with Foundation`() {
    let day: Int64 = 86_400_000
    // From 1600 to 2000 and on to 2103, one millisecond before and at midnight in turns.
    for number in Int64(-135_140)..<48_600 {
      let moment = number * day - (number & 1)
      #expect(Self.agrees(moment), "\(moment)")
      if !Self.agrees(moment) { break }
    }
  }

  @Test func `moments up to the year 9999 agree with Foundation`() {
    let bytes = SeededBytes(seed: 5)
    for _ in 0..<20_000 {
      let word = bytes.next(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      let moment = Int64(word % 265_000_000_000_000) - 11_676_096_000_000
      guard moment < 253_402_300_800_000 else { continue }
      #expect(Self.agrees(moment), "\(moment)")
    }
  }

  @Test(arguments: [Int64.min, Int64.max]) func `no moment is too far`(_ moment: Int64) {
    #expect(Timestamp.text(moment).hasSuffix("Z"))
  }
}
