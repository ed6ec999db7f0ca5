/// A block of addresses such as `10.0.0.0/8` or `2001:db8::/32` (RFC 4632, RFC 4291 2.3).
public struct CIDR: Sendable, Hashable {
  private let high: UInt64
  private let low: UInt64
  private let length: Int

  /// Reads an address with or without a length; without one it is that address alone.
  ///
  /// Nil for anything else, also for a length out of range. Bits beyond the length are ignored.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = IPAddress(parts[0]) else { return nil }
    let bits = address.isIPv4 ? 32 : 128
    var given = bits
    if parts.count == 2 {
      guard parts[1].utf8.allSatisfy(ASCII.isDigit), let number = Int(parts[1]),
        number <= bits
      else { return nil }
      given = number
    }
    length = given + (128 - bits)
    let first = address.prefix(length)
    high = first.high
    low = first.low
  }

  func contains(_ address: IPAddress) -> Bool {
    address.prefix(length) == IPAddress(high: high, low: low)
  }
}
