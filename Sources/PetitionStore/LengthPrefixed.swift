/// Fields one after the other, each behind its length as two bytes, highest first.
enum LengthPrefixed {
  static func encode(_ field: [UInt8]) -> [UInt8] {
    precondition(field.count <= Int(UInt16.max), "callers bound their fields")
    return [UInt8(field.count >> 8), UInt8(field.count & 0xff)] + field
  }

  /// Joins texts and fills up with zeros, so that the size hides the lengths.
  static func encode(_ fields: [String], paddedTo multiple: Int) -> [UInt8] {
    var bytes = fields.flatMap { encode(Array($0.utf8)) }
    bytes += [UInt8](repeating: 0, count: (multiple - bytes.count % multiple) % multiple)
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
