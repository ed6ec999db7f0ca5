/// Fields one after the other, each behind its length as two bytes, highest first.
enum LengthPrefixed {
  static func append(_ field: some Collection<UInt8>, to bytes: inout [UInt8]) {
    let count = field.count
    precondition(count <= Int(UInt16.max), "callers bound their fields")
    bytes.append(UInt8(count >> 8))
    bytes.append(UInt8(count & 0xff))
    bytes.append(contentsOf: field)
  }

  /// Joins texts and fills up with zeros, so that the size hides the lengths.
  static func encode(_ fields: [String], paddedTo multiple: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * multiple)
    for field in fields { append(field.utf8, to: &bytes) }
    bytes.append(
      contentsOf: repeatElement(0, count: (multiple - bytes.count % multiple) % multiple))
    return bytes
  }

  /// The first texts of what ``encode(_:paddedTo:)`` wrote.
  ///
  /// - Returns: nil for bytes that it did not write.
  static func decode(_ bytes: [UInt8], count: Int) -> [String]? {
    var fields: [String] = []
    var index = 0
    while fields.count < count {
      guard index + 2 <= bytes.count else { return nil }
      let length = Int(bytes[index]) << 8 | Int(bytes[index + 1])
      index += 2
      guard index + length <= bytes.count,
        let text = String(validating: bytes[index..<index + length], as: UTF8.self)
      else { return nil }
      fields.append(text)
      index += length
    }
    return fields
  }
}
