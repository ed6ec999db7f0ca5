import Localization
import Markup

/// A QR code of a text as bytes, with medium error correction (ISO/IEC 18004:2015).
struct QRCode {
  /// Modules on each side, without the quiet zone.
  let size: Int
  private let matrix: QRMatrix

  /// The smallest code that holds a text.
  ///
  /// - Returns: nil for more than 666 bytes, which no telephone reads easily.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard
      let version = (1...QRVersion.largest).map(QRVersion.init).first(where: {
        $0.capacity >= bytes.count
      })
    else { return nil }
    let codewords = version.interleaved(Self.data(bytes, version))
    // Any mask can be read; the one with the fewest faults is read best.
    let masked = (0..<8).map { QRMatrix(version, codewords, mask: $0) }
    guard let best = masked.min(by: { $0.penalty < $1.penalty }) else { return nil }
    matrix = best
    size = version.size
  }

  /// Whether a module is dark.
  subscript(x: Int, y: Int) -> Bool { matrix[x, y] }

  /// Section 7.4: mode, count, bytes, and what fills the rest.
  private static func data(_ bytes: [UInt8], _ version: QRVersion) -> [UInt8] {
    var bits: [Bool] = []
    func add(_ value: Int, _ count: Int) {
      for place in (0..<count).reversed() { bits.append(value >> place & 1 == 1) }
    }
    add(0b0100, 4)
    add(bytes.count, version.countBits)
    for byte in bytes { add(Int(byte), 8) }
    let end = version.dataCount * 8
    add(0, min(4, end - bits.count))
    add(0, (8 - bits.count % 8) % 8)
    var data = stride(from: 0, to: bits.count, by: 8).map { start in
      bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
    }
    while data.count < version.dataCount {
      data.append((data.count - bits.count / 8) % 2 == 0 ? 0xEC : 0x11)
    }
    return data
  }

  /// The code as a drawing with its quiet zone, dark on light whatever the colours of the page.
  ///
  /// - Parameter label: what it is, for people who do not see it.
  func html(label: String) -> HTML {
    let side = (size + 2 * Self.quiet) * Self.module
    return SVG.drawing(
      .class("qr"), .role("img"), .aria(.label, label), .width(.pixels(side)),
      .height(.pixels(side))
    ) {
      SVG.path(runs)
    }
  }

  /// Light modules around the code (section 6.3.8).
  private static let quiet = 4
  /// Pixels of a module.
  private static let module = 4

  /// Dark modules that lie side by side.
  private var runs: [(x: Int, y: Int, width: Int, height: Int)] {
    var runs: [(x: Int, y: Int, width: Int, height: Int)] = []
    for y in 0..<size {
      var x = 0
      while x < size {
        var end = x
        while end < size, self[end, y] { end += 1 }
        if end > x {
          runs.append(
            (
              x: (x + Self.quiet) * Self.module, y: (y + Self.quiet) * Self.module,
              width: (end - x) * Self.module, height: Self.module
            ))
        }
        x = end + 1
      }
    }
    return runs
  }
}
