/// BCP 47 language tags as bytes: checking, writing and cutting them.
enum LanguageTag {
  /// The tag in its usual writing (`zh-Hans`, `pt-BR`), or nil for what is no tag (RFC 5646,
  /// section 2.1.1).
  static func canonical(_ text: some StringProtocol) -> String? {
    guard (2...35).contains(text.utf8.count) else { return nil }
    var parts: [String] = []
    var isAfterSingleton = false
    for part in text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false) {
      guard (1...8).contains(part.count), part.allSatisfy(isLetterOrDigit) else { return nil }
      let lowered = String(decoding: part, as: UTF8.self).lowercased()
      if parts.isEmpty {
        guard part.count >= 2, part.allSatisfy({ $0 > UInt8(ascii: "9") }) else { return nil }
        parts.append(lowered)
      } else if isAfterSingleton {
        parts.append(lowered)
      } else if part.count == 4, part.first.map({ $0 > UInt8(ascii: "9") }) == true {
        parts.append(lowered.prefix(1).uppercased() + lowered.dropFirst())
      } else {
        parts.append(part.count == 2 ? lowered.uppercased() : lowered)
      }
      isAfterSingleton = isAfterSingleton || part.count == 1
    }
    return parts.joined(separator: "-")
  }

  /// The tag of a gettext `Language` header: `pt_BR` is `pt-BR`, `sr@latin` is `sr-Latn`; empty
  /// when wrong.
  static func fromHeader(_ header: String) -> String {
    let parts = header.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard let base = parts.first?.split(separator: ".").first else { return "" }
    var subtags = base.split(whereSeparator: { $0 == "_" || $0 == "-" }).map(String.init)
    let scripts = ["latin": "Latn", "cyrillic": "Cyrl", "arabic": "Arab", "devanagari": "Deva"]
    if parts.count == 2, let script = scripts[parts[1].lowercased()] {
      subtags.insert(script, at: min(1, subtags.count))
    }
    return canonical(subtags.joined(separator: "-")) ?? ""
  }

  /// The tag without its last subtag, and without a singleton that would then stand last (RFC 4647,
  /// section 3.4).
  static func shortened(_ tag: Substring) -> Substring? {
    guard let hyphen = tag.lastIndex(of: "-") else { return nil }
    let rest = tag[..<hyphen]
    guard rest.dropLast().last == "-" else { return rest }
    return rest.dropLast(2)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
