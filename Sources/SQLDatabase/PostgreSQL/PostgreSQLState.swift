/// The five characters by which the server says what went wrong (PostgreSQL 15, appendix A).
struct PostgreSQLState {
  private let text: String

  init(_ text: String) {
    self.text = text
  }

  /// The error for a state.
  ///
  /// The message is kept only where it speaks of the schema alone; others may quote a value.
  func error(message: String, statement: SQL?) -> DatabaseError {
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
    case "XX001", "XX002": return .corrupt
    default: break
    }
    switch text.prefix(2) {
    case "23": return .constraint
    case "08": return .unreachable
    case "22": return .invalidValue
    case "28", "3D": return .cannotOpen
    case "53", "54", "58": return .inputOutput
    default: return .statement
    }
  }

  /// Messages about data and those that functions raise may quote a value.
  private var isSafe: Bool { !["22", "P0", "XX"].contains(text.prefix(2)) }

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
