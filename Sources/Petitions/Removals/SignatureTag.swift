/// A number that stands for a domain or a network, as the desk shows it: `~` and 16 hexadecimal digits.
public struct SignatureTag: Sendable, Hashable {
  /// The number as the store keeps it.
  public let rawValue: Int64

  /// - Parameter rawValue: a number that a store gave out.
  public init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  /// - Returns: nil for anything but what ``text`` gives.
  public init?(text: String) {
    guard text.utf8.count == 17, text.utf8.first == UInt8(ascii: "~"),
      text.utf8.dropFirst().allSatisfy({
        (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
      }),
      let bits = UInt64(text.dropFirst(), radix: 16)
    else { return nil }
    rawValue = Int64(bitPattern: bits)
  }

  /// The tag as people can copy it.
  public var text: String {
    let digits = String(UInt64(bitPattern: rawValue), radix: 16)
    return "~" + String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
