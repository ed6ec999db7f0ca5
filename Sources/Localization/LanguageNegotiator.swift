/// Finds the offered language that suits language ranges, with a bounded amount of work.
struct LanguageNegotiator: Sendable {
  /// The tags to choose from, the default first.
  private let tags: [String]

  /// Offered tags by their lower-case form, and by their first subtag.
  private let exact: [String: String]
  private let byPrimary: [String: String]

  /// Regions whose readers write Chinese in one script, and tags that were renamed.
  private static let implied: [String: String] = [
    "zh": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans", "zh-my": "zh-hans",
    "zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant",
    "no": "nb", "iw": "he", "in": "id", "ji": "yi", "tl": "fil",
  ]

  /// - Parameters:
  ///   - tags: what is offered, the default first.
  ///   - named: what is offered only to those who ask for exactly that.
  init(tags: [String], named: [String]) {
    self.tags = tags
    exact = Dictionary(
      (tags + named).map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    byPrimary = Dictionary(
      tags.map { (String($0.lowercased().prefix { $0 != "-" }), $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The tag that answers one range: cut from its end until it is offered (RFC 4647, section 3.4).
  func match(range: String) -> String? {
    guard let canonical = LanguageTag.canonical(range) else { return nil }
    let range = canonical.lowercased()
    var rest: Substring? = range[...]
    while let tag = rest {
      if let found = exact[String(tag)] { return found }
      if let other = Self.implied[String(tag)], let found = exact[other] { return found }
      rest = LanguageTag.shortened(tag)
    }
    return byPrimary[String(range.prefix { $0 != "-" })]
  }

  /// The tag that answers an `Accept-Language` header, or nil when none does.
  func best(acceptLanguage header: String) -> String? {
    let ranges = Self.ranges(header)
    let refused = Set(ranges.filter { $0.quality == 0 }.compactMap { match(exactly: $0.tag) })
    for range in ranges where range.quality > 0 {
      if range.tag == "*" {
        return tags.first { !refused.contains($0) }
      }
      if let found = match(range: range.tag), !refused.contains(found) { return found }
    }
    return nil
  }

  private func match(exactly range: String) -> String? { exact[range.lowercased()] }

  /// The ranges of a header, best first, in the header's order where they are equal.
  private static func ranges(_ header: String) -> [(tag: String, quality: Int)] {
    // A header that is cut may end in half a range, which then matches nothing or something near.
    let bytes = header.utf8.prefix(1024)
    var ranges: [(tag: String, quality: Int)] = []
    for element in bytes.split(separator: UInt8(ascii: ","), maxSplits: 32).prefix(32) {
      let parts = element.split(separator: UInt8(ascii: ";"), maxSplits: 1)
      guard let first = parts.first else { continue }
      let tag = trimmed(first)
      guard !tag.isEmpty, let quality = parts.count == 2 ? quality(parts[1]) : 1000 else {
        continue
      }
      ranges.append((String(decoding: tag, as: UTF8.self), quality))
    }
    return ranges.enumerated().sorted {
      ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset)
    }.map(\.element)
  }

  /// A weight in thousandths (RFC 9110, section 12.4.2), or nil when it is none.
  private static func quality(_ parameter: Substring.UTF8View) -> Int? {
    var rest = trimmed(parameter)
    guard rest.popFirst().map({ $0 | 0x20 }) == UInt8(ascii: "q") else { return nil }
    rest = trimmed(rest)
    guard rest.popFirst() == UInt8(ascii: "=") else { return nil }
    let digits = Array(trimmed(rest))
    guard (1...5).contains(digits.count), digits.count == 1 || digits[1] == UInt8(ascii: ".")
    else { return nil }
    var value = 0
    for position in [0, 2, 3, 4] {
      let digit = position < digits.count ? digits[position] : UInt8(ascii: "0")
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value <= 1000 ? value : nil
  }

  private static func trimmed(_ bytes: Substring.UTF8View) -> Substring.UTF8View {
    var rest = bytes
    while let first = rest.first, first == 0x20 || first == 0x09 { rest.removeFirst() }
    while let last = rest.last, last == 0x20 || last == 0x09 { rest.removeLast() }
    return rest
  }
}
