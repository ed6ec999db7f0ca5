/// What went wrong in a database, told without any value that was bound or read.
public struct DatabaseError: Error {
  /// The kinds of failure that callers tell apart.
  public enum Code: Sendable, Hashable {
    /// Somebody else held the database for longer than the time-out; nothing was changed.
    case busy
    /// A row breaks a rule of the schema; nothing was changed.
    case constraint
    /// Too many callers wait already; nothing was tried.
    case overloaded
    /// An earlier I/O error stopped all writing until the program is started again.
    case failed
    /// The commit may or may not have happened, or only on one server; only a later look can tell.
    case outcomeUnknown
    /// The disk is full; nothing was changed.
    case full
    /// A write was tried where only reading is allowed.
    case readOnly
    /// The file is damaged or is not a database.
    case corrupt
    /// Reading or writing a file failed, or memory ran out; nothing was committed.
    case inputOutput
    /// A column holds another kind of value than the one asked for.
    case decoding
    /// A value cannot be kept in every engine, such as text with U+0000.
    case invalidValue
    /// The statement is wrong, or was used wrongly.
    case statement
    /// The database could not be opened or prepared for use.
    case cannotOpen
    /// The server is away or does not answer in time; nothing was changed.
    case unreachable
    /// A file that was to be written is already there.
    case fileExists
    /// The database was closed.
    case closed
    /// The migration of this name was edited, moved or removed after it had been applied.
    case migration(String)
  }

  /// The rule that a row broke.
  public enum Constraint: Sendable, Hashable {
    /// A unique index or a primary key.
    case unique
    /// A foreign key.
    case foreignKey
    /// `NOT NULL`.
    case notNull
    /// `CHECK`.
    case check
    /// Any other, such as the type of a column or a trigger.
    case other
  }

  /// The kind of failure.
  public let code: Code

  /// Which rule was broken, when the code is `constraint`.
  public let constraint: Constraint?

  let reason: String
  let statement: SQL?
  /// Whether the transaction was undone through no fault of its own, and may succeed another time.
  let mayBeTriedAgain: Bool

  init(
    _ code: Code, _ reason: String, constraint: Constraint? = nil, statement: SQL? = nil,
    mayBeTriedAgain: Bool = false
  ) {
    self.code = code
    self.reason = reason
    self.constraint = constraint
    self.statement = statement
    self.mayBeTriedAgain = mayBeTriedAgain
  }

  static func mismatch(_ wanted: String, found value: Value) -> DatabaseError {
    DatabaseError(.decoding, "\(wanted) is wanted where there is \(value.kind)")
  }

  static let closed = DatabaseError(.closed, "the database is closed")
}

extension DatabaseError {
  /// Whether the same statement may succeed for other rows: the rows are at fault, not the database.
  var concernsRows: Bool {
    switch code {
    case .constraint, .decoding, .invalidValue, .statement:
      true
    case .busy, .overloaded, .failed, .outcomeUnknown, .full, .readOnly, .corrupt, .inputOutput,
      .cannotOpen, .unreachable, .fileExists, .closed, .migration:
      false
    }
  }

  /// Whether nothing more may be written after it.
  var stopsWriting: Bool {
    code == .inputOutput || code == .corrupt || code == .outcomeUnknown
  }
}

extension DatabaseError: CustomStringConvertible, CustomDebugStringConvertible {
  /// A sentence for the log, without values.
  public var description: String { "\(code): \(reason)" }

  /// The sentence with the text of the statement, which holds placeholders and no values.
  public var debugDescription: String {
    guard let statement else { return description }
    return "\(description)\n\(statement)"
  }
}
