/// The five characters by which the server says what went wrong (PostgreSQL 15, appendix A).
struct PostgreSQLState {
  private let text: String

  init(_ text: String) {
    self.text = text
  }

  /// The error for a state.
  ///
  /// The message is kept only where no value can be in it: before any was sent, or where it speaks of
  /// the schema or the server alone.
  func error(message: String, statement: SQL, isPreparation: Bool) -> DatabaseError {
    let isSafe = isPreparation || Self.classesWithoutValues.contains(String(text.prefix(2)))
    let detail = isSafe ? PostgreSQLHandle.oneLine(message) : "refused"
    return DatabaseError(
      code, "\(detail) (PostgreSQL \(text))", constraint: constraint, statement: statement,
      mayBeTriedAgain: mayBeTriedAgain)
  }

  /// Whether the transaction was undone through no fault of its own, and may succeed another time.
  var mayBeTriedAgain: Bool {
    // Serialisation failure, deadlock.
    text == "40001" || text == "40P01" || code == .unreachable
  }

  private var code: DatabaseError.Code {
    switch text {
    case "40001", "40P01", "55P03", "57014": return .busy
    case "25006": return .readOnly
    case "53100": return .full
    // A server that has no connection left, shuts down, starts, or has ended this connection.
    case "53300", "57P01", "57P02", "57P03", "57P05": return .unreachable
    // A wrong number of values, says the server.
    case "08P01": return .statement
    case "XX001", "XX002": return .corrupt
    default: break
    }
    switch text.prefix(2) {
    case "23": return .constraint
    case "08": return .unreachable
    // What is too large for an index, for one, is the value's fault.
    case "22", "54": return .invalidValue
    case "28", "3D": return .cannotOpen
    case "53", "58": return .inputOutput
    default: return .statement
    }
  }

  /// Class 42 is not among them: `$1::regclass` and text searches quote what they cannot read.
  private static let classesWithoutValues: Set<String> = [
    "08", "23", "25", "26", "40", "53", "54", "55", "57", "58",
  ]

  private var constraint: DatabaseError.Constraint? {
    switch text {
    case "23505": .unique
    case "23503": .foreignKey
    case "23502": .notNull
    case "23514": .check
    default: text.hasPrefix("23") ? .other : nil
    }
  }
}
