/// The rule of a `Plural-Forms` header: which of a language's forms goes with a number.
///
/// See "Plural forms" in the GNU gettext manual. The header's C expression is bounded (512 bytes,
/// 32 levels) and tried on a range of numbers when it is read, so that a wrong one is found at
/// start.
struct PluralRule: Sendable, Hashable {
  /// How many forms the language has, 1 to 10.
  let forms: Int

  private let expression: PluralExpression

  /// One form for 1 and one for every other number, which is what a catalogue without the header
  /// gets.
  static let germanic = PluralRule(
    forms: 2, expression: .binary(.notEqual, .number, .constant(1)))

  private init(forms: Int, expression: PluralExpression) {
    self.forms = forms
    self.expression = expression
  }

  /// Reads `nplurals=2; plural=(n != 1);`; nil when it is wrong.
  init?(header: String) {
    guard header.utf8.count <= 512 else { return nil }
    var scanner = PluralScanner(header)
    guard scanner.take("nplurals"), scanner.take("="), let count = scanner.takeInteger(),
      (1...10).contains(count), scanner.take(";"),
      scanner.take("plural"), scanner.take("="), let expression = scanner.takeExpression()
    else { return nil }
    _ = scanner.take(";")
    guard scanner.isAtEnd else { return nil }
    self.init(forms: Int(count), expression: expression)
    let samples = Array(0...200) + [1000, 1001, 1_000_000, 1_000_002, UInt64(Int.max)]
    for number in samples {
      guard let index = expression.value(number), index < count else { return nil }
    }
  }

  /// The index of the form for a number of things; a negative number takes the form of its
  /// magnitude.
  func form(for count: Int) -> Int {
    guard let index = expression.value(UInt64(count.magnitude)), index < UInt64(forms) else {
      return 0
    }
    return Int(index)
  }
}
