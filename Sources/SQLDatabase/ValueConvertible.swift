/// Something that can be bound to a placeholder.
public protocol ValueConvertible: Sendable {
  /// The value as the database keeps it.
  var databaseValue: Value { get }
}

extension Value: ValueConvertible {
  /// The value itself.
  public var databaseValue: Value { self }
}

extension Int: ValueConvertible {
  /// An integer.
  public var databaseValue: Value { .integer(Int64(self)) }
}

extension Int64: ValueConvertible {
  /// An integer.
  public var databaseValue: Value { .integer(self) }
}

extension Bool: ValueConvertible {
  /// The integer 1 for true, 0 for false.
  public var databaseValue: Value { .integer(self ? 1 : 0) }
}

extension Double: ValueConvertible {
  /// A floating-point number; one that is not a number is refused when it is bound.
  public var databaseValue: Value { .real(self) }
}

extension String: ValueConvertible {
  /// Text; U+0000 in it is refused when it is bound.
  public var databaseValue: Value { .text(self) }
}

extension [UInt8]: ValueConvertible {
  /// Bytes.
  public var databaseValue: Value { .blob(self) }
}

extension Optional: ValueConvertible where Wrapped: ValueConvertible {
  /// The wrapped value, or null.
  public var databaseValue: Value { self?.databaseValue ?? .null }
}
