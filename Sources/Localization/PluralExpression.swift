/// A C expression over one unsigned number `n`.
indirect enum PluralExpression: Sendable, Hashable {
  case number
  case constant(UInt64)
  case not(PluralExpression)
  case binary(Operator, PluralExpression, PluralExpression)
  case choice(PluralExpression, PluralExpression, PluralExpression)

  enum Operator: String, Sendable {
    case or = "||"
    case and = "&&"
    case equal = "=="
    case notEqual = "!="
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case less = "<"
    case greater = ">"
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
    case modulo = "%"

    /// The binary operators of C, from the loosest to the tightest.
    static let levels: [[Operator]] = [
      [.or], [.and], [.equal, .notEqual], [.lessOrEqual, .greaterOrEqual, .less, .greater],
      [.plus, .minus], [.times, .divided, .modulo],
    ]
  }

  /// The value with C's unsigned arithmetic, which wraps; nil for a division by zero.
  func value(_ n: UInt64) -> UInt64? {
    switch self {
    case .number: return n
    case .constant(let value): return value
    case .not(let operand):
      return operand.value(n).map { $0 == 0 ? 1 : 0 }
    case .choice(let condition, let yes, let no):
      guard let condition = condition.value(n) else { return nil }
      return condition != 0 ? yes.value(n) : no.value(n)
    case .binary(let operation, let left, let right):
      guard let first = left.value(n) else { return nil }
      // As in C, the right side of || and && is looked at only when it decides.
      if operation == .or, first != 0 { return 1 }
      if operation == .and, first == 0 { return 0 }
      guard let second = right.value(n) else { return nil }
      return Self.apply(operation, first, second)
    }
  }

  private static func apply(_ operation: Operator, _ a: UInt64, _ b: UInt64) -> UInt64? {
    switch operation {
    case .or, .and: b != 0 ? 1 : 0
    case .equal: a == b ? 1 : 0
    case .notEqual: a != b ? 1 : 0
    case .lessOrEqual: a <= b ? 1 : 0
    case .greaterOrEqual: a >= b ? 1 : 0
    case .less: a < b ? 1 : 0
    case .greater: a > b ? 1 : 0
    case .plus: a &+ b
    case .minus: a &- b
    case .times: a &* b
    case .divided: b == 0 ? nil : a / b
    case .modulo: b == 0 ? nil : a % b
    }
  }
}
