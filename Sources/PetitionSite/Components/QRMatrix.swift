/// The modules of a QR code with one of the eight masks (ISO/IEC 18004:2015, sections 6.3 and 7.7 to 7.10).
struct QRMatrix {
  private let size: Int
  private var isDark: [Bool]
  private var isPattern: [Bool]

  init(_ version: QRVersion, _ codewords: [UInt8], mask: Int) {
    size = version.size
    isDark = [Bool](repeating: false, count: size * size)
    isPattern = isDark
    drawPatterns(version)
    drawFormat(mask)
    drawData(codewords)
    apply(mask)
  }

  subscript(x: Int, y: Int) -> Bool { isDark[y * size + x] }

  private mutating func set(_ x: Int, _ y: Int, _ isDark: Bool) {
    guard (0..<size).contains(x), (0..<size).contains(y) else { return }
    self.isDark[y * size + x] = isDark
    isPattern[y * size + x] = true
  }

  private mutating func drawPatterns(_ version: QRVersion) {
    for place in 0..<size {
      set(6, place, place % 2 == 0)
      set(place, 6, place % 2 == 0)
    }
    for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] {
      drawRings(x, y, reach: 4) { $0 != 2 && $0 != 4 }
    }
    let places = version.alignments
    for x in places {
      for y in places {
        let isCorner = [(6, 6), (6, size - 7), (size - 7, 6)].contains { $0 == (x, y) }
        if !isCorner { drawRings(x, y, reach: 2) { $0 != 1 } }
      }
    }
    if version.number >= 7 { drawVersion(version.number) }
  }

  private mutating func drawRings(_ x: Int, _ y: Int, reach: Int, isDark: (Int) -> Bool) {
    for dy in -reach...reach {
      for dx in -reach...reach { set(x + dx, y + dy, isDark(max(abs(dx), abs(dy)))) }
    }
  }

  private mutating func drawVersion(_ number: Int) {
    let bits = number << 12 | Self.remainder(number, 12, 0x1F25)
    for place in 0..<18 {
      let isDark = bits >> place & 1 == 1
      set(size - 11 + place % 3, place / 3, isDark)
      set(place / 3, size - 11 + place % 3, isDark)
    }
  }

  /// The level M, whose bits are 00, and the mask.
  private mutating func drawFormat(_ mask: Int) {
    let bits = (mask << 10 | Self.remainder(mask, 10, 0x537)) ^ 0x5412
    func isDark(_ place: Int) -> Bool { bits >> place & 1 == 1 }
    for place in 0..<6 { set(8, place, isDark(place)) }
    set(8, 7, isDark(6))
    set(8, 8, isDark(7))
    set(7, 8, isDark(8))
    for place in 9..<15 { set(14 - place, 8, isDark(place)) }
    for place in 0..<8 { set(size - 1 - place, 8, isDark(place)) }
    for place in 8..<15 { set(8, size - 15 + place, isDark(place)) }
    set(8, size - 8, true)
  }

  /// What a division by a binary polynomial leaves (annexes C and D).
  private static func remainder(_ value: Int, _ degree: Int, _ polynomial: Int) -> Int {
    var rest = value
    for _ in 0..<degree { rest = rest << 1 ^ (rest >> (degree - 1)) * polynomial }
    return rest
  }

  /// Two columns at a time, from the right, up and down in turn.
  private mutating func drawData(_ codewords: [UInt8]) {
    var bit = 0
    for start in stride(from: size - 1, to: 0, by: -2) {
      // The column of the timing pattern is left out.
      let right = start <= 6 ? start - 1 : start
      let goesUp = (right + 1) & 2 == 0
      for step in 0..<size {
        let y = goesUp ? size - 1 - step : step
        for x in [right, right - 1] where !isPattern[y * size + x] {
          if bit < codewords.count * 8 {
            isDark[y * size + x] = codewords[bit / 8] >> (7 - bit % 8) & 1 == 1
          }
          bit += 1
        }
      }
    }
  }

  private mutating func apply(_ mask: Int) {
    for y in 0..<size {
      for x in 0..<size where !isPattern[y * size + x] && Self.turns(x, y, mask) {
        isDark[y * size + x].toggle()
      }
    }
  }

  /// Table 10.
  private static func turns(_ x: Int, _ y: Int, _ mask: Int) -> Bool {
    switch mask {
    case 0: (x + y) % 2 == 0
    case 1: y % 2 == 0
    case 2: x % 3 == 0
    case 3: (x + y) % 3 == 0
    case 4: (x / 3 + y / 2) % 2 == 0
    case 5: x * y % 2 + x * y % 3 == 0
    case 6: (x * y % 2 + x * y % 3) % 2 == 0
    default: ((x + y) % 2 + x * y % 3) % 2 == 0
    }
  }

  /// What makes a code hard to read (table 11): long runs, blocks, what looks like a corner, and one
  /// colour that prevails.
  var penalty: Int {
    var penalty = 0
    for line in 0..<size {
      penalty += Self.penalty(of: (0..<size).map { self[$0, line] })
      penalty += Self.penalty(of: (0..<size).map { self[line, $0] })
    }
    for y in 0..<size - 1 {
      for x in 0..<size - 1 {
        let block = [self[x, y], self[x + 1, y], self[x, y + 1], self[x + 1, y + 1]]
        if Set(block).count == 1 { penalty += 3 }
      }
    }
    let share = isDark.lazy.filter { $0 }.count * 100 / isDark.count
    return penalty + abs(share - 50) / 5 * 10
  }

  private static let corner = [true, false, true, true, true, false, true]
  private static let margin = [Bool](repeating: false, count: 4)

  private static func penalty(of line: [Bool]) -> Int {
    var penalty = 0
    var run = 1
    for index in 1..<line.count {
      run = line[index] == line[index - 1] ? run + 1 : 1
      if run == 5 { penalty += 3 } else if run > 5 { penalty += 1 }
    }
    for pattern in [corner + margin, margin + corner] {
      for start in 0...line.count - pattern.count
      where line[start..<start + pattern.count].elementsEqual(pattern) {
        penalty += 40
      }
    }
    return penalty
  }
}
