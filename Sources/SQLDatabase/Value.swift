/// What a column can hold, in either engine.
public enum Value: Sendable, Hashable {
  /// Nothing.
  case null
  /// A whole number; booleans are 0 and 1.
  case integer(Int64)
  /// A floating-point number.
  case real(Double)
  /// Text without the character U+0000, which not every engine can keep.
  case text(String)
  /// Bytes.
  case blob([UInt8])
  /// Many values for one placeholder of PostgreSQL; no column is read as one.
  case array(ArrayValue)

  /// The name of the kind, for messages that must not show the value.
  var kind: String {
    switch self {
    case .null: "null"
    case .integer: "an integer"
    case .real: "a floating-point number"
    case .text: "text"
    case .blob: "bytes"
    case .array: "an array"
    }
  }
}

extension Value: CustomStringConvertible, CustomDebugStringConvertible {
  /// The kind without the value, so that a row in a log tells nothing.
  public var description: String { kind }

  /// The kind without the value.
  public var debugDescription: String { kind }
}
