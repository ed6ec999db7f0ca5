/// The id of a message, checked: `token@domain` without brackets (RFC 5322, section 3.6.4).
struct MessageID {
  let text: String

  /// The part before the `@`, which is also safe as a file name.
  let token: String

  init(_ text: String) throws(MailError) {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, Self.isDotAtom(parts[0], limit: 128),
      Self.isDotAtom(parts[1], limit: 253)
    else { throw .badMessageID }
    self.text = text
    token = String(decoding: parts[0], as: UTF8.self)
  }

  static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func isDotAtom(_ bytes: Substring.UTF8View, limit: Int) -> Bool {
    let atoms = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return bytes.count <= limit && bytes.allSatisfy(isTokenByte)
      && !atoms.contains(where: \.isEmpty)
  }
}
