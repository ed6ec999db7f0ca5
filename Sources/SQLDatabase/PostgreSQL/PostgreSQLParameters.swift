import CPostgreSQL

/// The values of one execution, laid out as the C library takes them.
///
/// Numbers travel as text, which fits whatever integer type the server infers; bytes travel as they are.
struct PostgreSQLParameters {
  private var bytes: [UInt8] = []
  private var starts: [Int?] = []
  private var lengths: [Int32] = []
  private var formats: [Int32] = []

  /// Lays out the values of an execution, in the memory of the one before.
  ///
  /// Throws `DatabaseError` with the code `invalidValue` for what not every engine can keep.
  mutating func fill(_ values: [any ValueConvertible], of sql: SQL) throws(DatabaseError) {
    bytes.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    lengths.removeAll(keepingCapacity: true)
    formats.removeAll(keepingCapacity: true)
    for value in values { try append(value.databaseValue, of: sql) }
  }

  private mutating func append(_ value: Value, of sql: SQL) throws(DatabaseError) {
    let start = bytes.count
    var isBinary = false
    switch value {
    case .null:
      starts.append(nil)
      lengths.append(0)
      formats.append(0)
      return
    case .integer(let integer):
      bytes.append(contentsOf: String(integer).utf8)
    case .real(let real):
      guard !real.isNaN else { throw refusal("a number that is none", sql) }
      bytes.append(contentsOf: String(real).utf8)
    case .text(var text):
      let hasZero = text.withUTF8 { utf8 in
        bytes.append(contentsOf: utf8)
        return utf8.contains(0)
      }
      guard !hasZero else { throw refusal("text with U+0000", sql) }
    case .blob(let blob):
      bytes.append(contentsOf: blob)
      isBinary = true
    case .array(let array):
      try append(array, of: sql)
      isBinary = true
    }
    starts.append(start)
    lengths.append(Int32(bytes.count - start))
    formats.append(isBinary ? 1 : 0)
    // The library reads text up to its end, and takes a length for bytes only.
    bytes.append(0)
  }

  /// Lays out an array in the server's binary form (PostgreSQL 15, `array_send`).
  private mutating func append(_ array: ArrayValue, of sql: SQL) throws(DatabaseError) {
    switch array {
    case .integers(let integers):
      appendHead(type: 20, count: integers.count)
      for integer in integers {
        guard let integer else {
          append(Int32(-1))
          continue
        }
        append(Int32(8))
        append(integer)
      }
    case .texts(let texts):
      appendHead(type: 25, count: texts.count)
      for text in texts {
        guard let utf8 = text?.utf8 else {
          append(Int32(-1))
          continue
        }
        guard !utf8.contains(0) else { throw refusal("text with U+0000", sql) }
        append(Int32(utf8.count))
        bytes.append(contentsOf: utf8)
      }
    case .blobs(let blobs):
      appendHead(type: 17, count: blobs.count)
      for blob in blobs {
        guard let blob else {
          append(Int32(-1))
          continue
        }
        append(Int32(blob.count))
        bytes.append(contentsOf: blob)
      }
    }
  }

  /// One dimension, whether there may be nulls, the type, the size, the first index.
  private mutating func appendHead(type: Int32, count: Int) {
    for number in [1, 1, type, Int32(count), 1] { append(number) }
  }

  private mutating func append(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
  }

  /// Lends count, values, lengths and formats.
  func withPointers<R>(
    _ body: (
      Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
    ) -> R
  ) -> R {
    bytes.withUnsafeBytes { bytes in
      let base = bytes.assumingMemoryBound(to: CChar.self).baseAddress
      let pointers = starts.map { start in
        start.flatMap { start in base.map { $0 + start } }
      }
      return pointers.withUnsafeBufferPointer { pointers in
        lengths.withUnsafeBufferPointer { lengths in
          formats.withUnsafeBufferPointer { formats in
            body(
              Int32(pointers.count), pointers.baseAddress, lengths.baseAddress,
              formats.baseAddress)
          }
        }
      }
    }
  }

  private func refusal(_ what: String, _ sql: SQL) -> DatabaseError {
    DatabaseError(.invalidValue, "\(what) cannot be kept", statement: sql)
  }
}
