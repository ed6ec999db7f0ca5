/// Reads a `Plural-Forms` header by recursive descent, at most 32 levels deep.
struct PluralScanner {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
    skipSpace()
  }

  var isAtEnd: Bool { position == bytes.count }

  /// Takes a word or a sign and the space after it.
  mutating func take(_ token: String) -> Bool {
    guard bytes[position...].starts(with: token.utf8) else { return false }
    position += token.utf8.count
    skipSpace()
    return true
  }

  mutating func takeInteger() -> UInt64? {
    let start = position
    var value: UInt64 = 0
    while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position])
    {
      value = value &* 10 &+ UInt64(bytes[position] - UInt8(ascii: "0"))
      position += 1
    }
    // Nine digits cannot overflow, and no language counts further.
    guard (1...9).contains(position - start) else { return nil }
    skipSpace()
    return value
  }

  /// `condition ? yes : no`, which groups to the right.
  mutating func takeExpression() -> PluralExpression? {
    depth += 1
    defer { depth -= 1 }
    // Every expression begins with an operand, where the depth is bounded.
    guard let condition = takeBinary(level: 0) else { return nil }
    guard take("?") else { return condition }
    guard let yes = takeExpression(), take(":"), let no = takeExpression() else { return nil }
    return .choice(condition, yes, no)
  }

  private mutating func takeBinary(level: Int) -> PluralExpression? {
    guard level < PluralExpression.Operator.levels.count else { return takeOperand() }
    guard var left = takeBinary(level: level + 1) else { return nil }
    var terms = 1
    while let operation = takeOperator(of: PluralExpression.Operator.levels[level]) {
      terms += 1
      // A chain nests to the left and is evaluated by recursion, so it is bounded like the depth.
      guard terms <= 64, let right = takeBinary(level: level + 1) else { return nil }
      left = .binary(operation, left, right)
    }
    return left
  }

  private mutating func takeOperator(
    of level: [PluralExpression.Operator]
  ) -> PluralExpression.Operator? {
    for operation in level where take(operation.rawValue) { return operation }
    return nil
  }

  private mutating func takeOperand() -> PluralExpression? {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 32 else { return nil }
    if take("!") { return takeOperand().map { .not($0) } }
    if take("n") { return .number }
    if take("(") {
      guard let inner = takeExpression(), take(")") else { return nil }
      return inner
    }
    return takeInteger().map { .constant($0) }
  }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
  }
}
