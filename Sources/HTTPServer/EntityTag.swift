/// Tags that tell one state of a resource from another (RFC 9110, 8.8.3).
public enum EntityTag {
  /// A strong tag from the bytes themselves, quotes included.
  public static func strong(_ bytes: [UInt8]) -> String {
    "\"\(digest(bytes))\""
  }

  /// 32 hexadecimal digits that change when the bytes do; not a defence against a forger.
  static func digest(_ bytes: [UInt8]) -> String {
    let (first, second) = SipHash.interleavedHash(bytes, key: SipHash.Key(first: 0, second: 0))
    return hexadecimal(first) + hexadecimal(second)
  }

  /// Whether the value of `If-None-Match` names the tag, by the weak comparison (RFC 9110, 13.1.2).
  static func list(_ value: some Collection<UInt8>, has tag: some Collection<UInt8>) -> Bool {
    let opaque = withoutWeakness(Array(tag)[...])
    return value.split(separator: 0x2C).contains { element in
      let candidate = Array(ASCII.trimmed(Array(element)))
      return candidate == [0x2A] || withoutWeakness(candidate[...]) == opaque
    }
  }

  private static func withoutWeakness(_ tag: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    tag.starts(with: [0x57, 0x2F]) ? tag.dropFirst(2) : tag
  }

  private static func hexadecimal(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
