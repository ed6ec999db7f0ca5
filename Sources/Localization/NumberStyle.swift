import Foundation

/// How a language writes whole numbers, looked up once so that writing one costs no more than its
/// digits.
struct NumberStyle: Sendable {
  private struct Affixes {
    let before: [UInt8]
    let after: [UInt8]
  }

  private let digits: [[UInt8]]
  private let separator: [UInt8]
  private let positive: Affixes
  private let negative: Affixes

  /// The sizes of the last group and of those before it, and the digits from which on there are
  /// groups.
  private let primary: Int
  private let secondary: Int
  private let minimumGrouped: Int

  /// The bytes that the longest number can take.
  private let capacity: Int

  /// The style of whole numbers.
  static func whole(_ locale: Locale) -> NumberStyle {
    let style = IntegerFormatStyle<Int>(locale: locale)
    return NumberStyle { style.format($0) }
  }

  /// The style of whole hundredths with the language's sign for them, whose groups may differ
  /// (Urdu).
  static func percent(_ locale: Locale) -> NumberStyle {
    let style = FloatingPointFormatStyle<Double>.Percent(locale: locale)
      .precision(.fractionLength(0))
    return NumberStyle { style.format(Double($0) / 100) }
  }

  /// Reads digits, groups and signs off numbers that somebody else has written.
  private init(_ format: (Int) -> String) {
    positive = Self.affixes(of: format(1), and: format(2))
    negative = Self.affixes(of: format(-1), and: format(-2))
    let before = positive.before.count
    let after = positive.after.count
    func digitBytes(_ number: Int) -> [UInt8] {
      Array(format(number).utf8.dropFirst(before).dropLast(after))
    }
    let digits = (0...9).map(digitBytes)
    self.digits = digits

    // Thirteen digits show three groups or more in every language that has groups.
    var sizes = [0]
    var separator: [UInt8] = []
    var rest = digitBytes(1_111_111_111_111)[...]
    while let byte = rest.first {
      if rest.starts(with: digits[1]) {
        sizes[sizes.count - 1] += 1
        rest = rest.dropFirst(digits[1].count)
      } else {
        if sizes.last != 0 {
          sizes.append(0)
          separator = []
        }
        separator.append(byte)
        rest = rest.dropFirst()
      }
    }
    self.separator = separator
    // A language that does not group gets a group that no number reaches.
    primary = sizes.count > 1 ? sizes[sizes.count - 1] : 64
    secondary = sizes.count > 2 ? sizes[sizes.count - 2] : primary
    let longest = (digits + [separator]).map(\.count).max() ?? 0
    // A number has at most 20 digits, with fewer separators between them, and one pair of signs.
    capacity =
      40 * longest + max(before + after, negative.before.count + negative.after.count)
    // Spanish and Polish write 1234 and 12 345.
    minimumGrouped = digitBytes(1_111).count > digits[1].count * 4 ? 0 : primary + 2
  }

  /// The number with the language's digits, groups and signs.
  func string(_ number: Int) -> String {
    let affixes = number < 0 ? negative : positive
    let isGrouped = Self.digitCount(number.magnitude) >= minimumGrouped
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { buffer in
      var start = buffer.count
      func prepend(_ bytes: [UInt8]) {
        start -= bytes.count
        for offset in bytes.indices { buffer[start + offset] = bytes[offset] }
      }
      prepend(affixes.after)
      var rest = number.magnitude
      var run = 0
      var size = primary
      repeat {
        if isGrouped, run == size {
          prepend(separator)
          run = 0
          size = secondary
        }
        prepend(digits[Int(rest % 10)])
        run += 1
        rest /= 10
      } while rest > 0
      prepend(affixes.before)
      return String(decoding: buffer[start...], as: UTF8.self)
    }
  }

  private static func digitCount(_ number: UInt) -> Int {
    var count = 1
    var rest = number / 10
    while rest > 0 {
      count += 1
      rest /= 10
    }
    return count
  }

  /// What stands before and after the digit: the part in which two numbers of one digit are the
  /// same.
  private static func affixes(of first: String, and second: String) -> Affixes {
    let one = first.unicodeScalars
    let two = second.unicodeScalars
    guard let index = zip(one.indices, zip(one, two)).first(where: { $0.1.0 != $0.1.1 })?.0 else {
      return Affixes(before: [], after: [])
    }
    return Affixes(
      before: Array(first.utf8[..<index]), after: Array(first.utf8[one.index(after: index)...]))
  }
}
