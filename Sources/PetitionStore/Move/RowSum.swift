import Cryptography
import SQLDatabase

/// Stands for rows, whatever their order: the count and the sum of keyed hashes over all values.
///
/// Engines may order texts differently, so the order must not matter. The key is drawn for one move,
/// so nobody can have put rows into a site that add up to the sum of others.
struct RowSum: Sendable, Hashable {
  private(set) var count = 0
  private var sum = SIMD4<UInt64>()

  mutating func add(_ rows: [Row], key: SecretKey) {
    for row in rows {
      let hash = KeyedHash.hash(Self.encoded(row), key: key, count: 32)
      sum &+= hash.withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) }
    }
    count += rows.count
  }

  /// Each value behind its kind and its size, so that different rows have different bytes.
  private static func encoded(_ row: Row) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(512)
    func append(_ kind: UInt8, _ number: UInt64) {
      bytes.append(kind)
      withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
    for value in row.values {
      switch value {
      // No column is read as an array.
      case .null, .array: append(0, 0)
      case .integer(let integer): append(1, UInt64(bitPattern: integer))
      case .real(let real): append(2, real.bitPattern)
      case .text(let text):
        append(3, UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
      case .blob(let blob):
        append(4, UInt64(blob.count))
        bytes.append(contentsOf: blob)
      }
    }
    return bytes
  }
}
