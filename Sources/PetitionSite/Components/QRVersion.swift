/// A size of QR codes, with how its bytes are protected at the level M (ISO/IEC 18004:2015, table 9).
struct QRVersion {
  let number: Int

  /// The largest that is used.
  static let largest = 20

  /// Error correction bytes of each block, and blocks, for the versions 1 to 20.
  private static let correctionCounts = [
    10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
  ]
  private static let blockCounts = [
    1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
  ]

  var size: Int { 17 + 4 * number }
  /// Bits of the number that counts the bytes.
  var countBits: Int { number < 10 ? 8 : 16 }
  /// The most bytes of a text.
  var capacity: Int { dataCount - (4 + countBits + 7) / 8 }
  /// Bytes before error correction.
  var dataCount: Int { byteCount - correctionCount * blockCount }

  private var correctionCount: Int { Self.correctionCounts[number - 1] }
  private var blockCount: Int { Self.blockCounts[number - 1] }

  /// Bytes that the modules outside of the patterns hold.
  private var byteCount: Int {
    var modules = (16 * number + 128) * number + 64
    if number >= 2 {
      let count = number / 7 + 2
      modules -= (25 * count - 10) * count - 55
      if number >= 7 { modules -= 36 }
    }
    return modules / 8
  }

  /// Where the small squares have their middle, on both axes (annex E).
  var alignments: [Int] {
    guard number >= 2 else { return [] }
    let count = number / 7 + 2
    let step = (number * 4 + count * 2 + 1) / (count * 2 - 2) * 2
    return [6] + (0..<count - 1).reversed().map { size - 7 - $0 * step }
  }

  /// Adds error correction to each block and deals the blocks out in turn (section 7.6).
  func interleaved(_ data: [UInt8]) -> [UInt8] {
    let divisor = ReedSolomon.divisor(degree: correctionCount)
    // The last blocks have one byte more where they do not come out even.
    let shortCount = byteCount / blockCount - correctionCount
    let shortBlocks = blockCount - byteCount % blockCount
    var blocks: [(data: [UInt8], correction: [UInt8])] = []
    var start = 0
    for block in 0..<blockCount {
      let end = start + shortCount + (block < shortBlocks ? 0 : 1)
      let part = Array(data[start..<end])
      blocks.append((part, ReedSolomon.remainder(of: part, divisor)))
      start = end
    }
    return (0...shortCount).flatMap { index in
      blocks.compactMap { index < $0.data.count ? $0.data[index] : nil }
    }
      + (0..<correctionCount).flatMap { index in blocks.map { $0.correction[index] } }
  }
}

/// Error correction of QR codes: polynomials over the field of 256 elements (section 7.5).
enum ReedSolomon {
  /// The coefficients of (x − 1)(x − 2)(x − 4)… without the first, which is 1.
  static func divisor(degree: Int) -> [UInt8] {
    var divisor = [UInt8](repeating: 0, count: degree - 1) + [1]
    var root: UInt8 = 1
    for _ in 0..<degree {
      for index in divisor.indices {
        divisor[index] = product(divisor[index], root)
        if index + 1 < degree { divisor[index] ^= divisor[index + 1] }
      }
      root = product(root, 2)
    }
    return divisor
  }

  static func remainder(of data: [UInt8], _ divisor: [UInt8]) -> [UInt8] {
    var remainder = [UInt8](repeating: 0, count: divisor.count)
    for byte in data {
      let factor = byte ^ remainder.removeFirst()
      remainder.append(0)
      for index in remainder.indices { remainder[index] ^= product(divisor[index], factor) }
    }
    return remainder
  }

  /// Modulo x⁸ + x⁴ + x³ + x² + 1.
  private static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
    var product: UInt8 = 0
    for bit in (0..<8).reversed() {
      product = product << 1 ^ (product >> 7 == 1 ? 0x1D : 0)
      if right >> bit & 1 == 1 { product ^= left }
    }
    return product
  }
}
