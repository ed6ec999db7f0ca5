/// Something that a column can be read as.
public protocol ColumnDecodable {
  /// Takes a value of exactly the fitting kind.
  ///
  /// Throws `DatabaseError` with the code `decoding` for any other; nothing is converted silently.
  init(databaseValue: Value) throws(DatabaseError)
}

extension Value: ColumnDecodable {
  /// Takes any value.
  public init(databaseValue: Value) {
    self = databaseValue
  }
}

extension Int: ColumnDecodable {
  /// Takes an integer.
  public init(databaseValue: Value) throws(DatabaseError) {
    self = Int(try Int64(databaseValue: databaseValue))
  }
}

extension Int64: ColumnDecodable {
  /// Takes an integer.
  public init(databaseValue: Value) throws(DatabaseError) {
    guard case .integer(let integer) = databaseValue else {
      throw .mismatch("an integer", found: databaseValue)
    }
    self = integer
  }
}

extension Bool: ColumnDecodable {
  /// Takes the integers 0 and 1.
  public init(databaseValue: Value) throws(DatabaseError) {
    switch databaseValue {
    case .integer(0): self = false
    case .integer(1): self = true
    default: throw .mismatch("0 or 1", found: databaseValue)
    }
  }
}

extension Double: ColumnDecodable {
  /// Takes a floating-point number.
  public init(databaseValue: Value) throws(DatabaseError) {
    guard case .real(let real) = databaseValue else {
      throw .mismatch("a floating-point number", found: databaseValue)
    }
    self = real
  }
}

extension String: ColumnDecodable {
  /// Takes text.
  public init(databaseValue: Value) throws(DatabaseError) {
    guard case .text(let text) = databaseValue else {
      throw .mismatch("text", found: databaseValue)
    }
    self = text
  }
}

extension [UInt8]: ColumnDecodable {
  /// Takes bytes.
  public init(databaseValue: Value) throws(DatabaseError) {
    guard case .blob(let bytes) = databaseValue else {
      throw .mismatch("bytes", found: databaseValue)
    }
    self = bytes
  }
}

extension Optional: ColumnDecodable where Wrapped: ColumnDecodable {
  /// Takes null as nil, and everything else as the wrapped type does.
  public init(databaseValue: Value) throws(DatabaseError) {
    self = databaseValue == .null ? nil : try Wrapped(databaseValue: databaseValue)
  }
}
