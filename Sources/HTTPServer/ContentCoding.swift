/// The forms in which an answer can travel (RFC 9110, 8.4).
enum ContentCoding: Int, CaseIterable {
  case brotli
  case zstd
  case gzip
  case identity

  /// Those that make a body smaller, mostly the smallest first.
  static let compressing: [ContentCoding] = [.brotli, .zstd, .gzip]

  /// The name in `Accept-Encoding`.
  var token: String {
    switch self {
    case .brotli: "br"
    case .zstd: "zstd"
    case .gzip: "gzip"
    case .identity: "identity"
    }
  }

  /// How much a client wants each coding, in thousandths; nil where it did not say.
  struct Preferences {
    private var weights: [4 of Int16] = .init(repeating: -1)
    private var other: Int16 = -1

    /// Reads the value of `Accept-Encoding` (RFC 9110, 12.5.3).
    init(_ value: some Collection<UInt8>) {
      for element in value.split(separator: 0x2C) {
        let name = ASCII.trimmed(element.prefix { $0 != 0x3B })
        let weight = Self.weight(element.drop { $0 != 0x3B })
        if name.elementsEqual([0x2A]) { other = weight }
        for coding in ContentCoding.allCases where ASCII.equal(name, coding.token.utf8) {
          weights[coding.rawValue] = weight
        }
        if ASCII.equal(name, "x-gzip".utf8) { weights[ContentCoding.gzip.rawValue] = weight }
      }
    }

    /// Zero means refused.
    func weight(of coding: ContentCoding) -> Int16 {
      let weight = weights[coding.rawValue]
      if weight >= 0 { return weight }
      if coding == .identity { return other == 0 ? 0 : 1 }
      return max(0, other)
    }

    private static func weight(_ parameters: some Collection<UInt8>) -> Int16 {
      for parameter in parameters.split(separator: 0x3B) {
        let text = Array(ASCII.trimmed(Array(parameter)))
        guard text.count >= 3, ASCII.lowercased(text[0]) == 0x71, text[1] == 0x3D else { continue }
        return thousandths(text[2...])
      }
      return 1000
    }

    /// A quality such as `0.8`; anything that is none counts as zero (RFC 9110, 12.4.2).
    private static func thousandths(_ text: ArraySlice<UInt8>) -> Int16 {
      guard let whole = text.first, whole == 0x30 || whole == 0x31, text.count <= 5 else {
        return 0
      }
      var value = Int16(whole - 0x30) * 1000
      let rest = text.dropFirst()
      guard rest.first.map({ $0 == 0x2E }) ?? true else { return 0 }
      var unit: Int16 = 100
      for digit in rest.dropFirst() {
        guard ASCII.isDigit(digit) else { return 0 }
        value += Int16(digit - 0x30) * unit
        unit /= 10
      }
      return min(value, 1000)
    }
  }
}
