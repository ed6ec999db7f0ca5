import Glibc

/// An address as 128 bits; IPv4 stands in the mapped range (RFC 4291, 2.5.5.2).
struct IPAddress: Equatable {
  let high: UInt64
  let low: UInt64

  var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  init(ipv4 bits: UInt32) {
    self.init(high: 0, low: 0xFFFF << 32 | UInt64(bits))
  }

  /// Reads dotted or colon form, without a port, brackets or a zone.
  init?(_ text: some StringProtocol) {
    let text = String(text)
    guard text.utf8.count <= 45, !text.utf8.contains(0) else { return nil }
    var four = in_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      self.init(ipv4: UInt32(bigEndian: four.s_addr))
      return
    }
    var six = in6_addr()
    guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
    self.init(six)
  }

  init(_ address: in6_addr) {
    let bytes = withUnsafeBytes(of: address) { Array($0) }
    let halves = [bytes[..<8], bytes[8...]].map { $0.reduce(0) { $0 << 8 | UInt64($1) } }
    self.init(high: halves[0], low: halves[1])
  }

  /// The other end of a socket; nil for a socket of another family.
  init?(_ storage: sockaddr_storage) {
    switch Int32(storage.ss_family) {
    case AF_INET:
      let four = withUnsafeBytes(of: storage) { $0.loadUnaligned(as: sockaddr_in.self) }
      self.init(ipv4: UInt32(bigEndian: four.sin_addr.s_addr))
    case AF_INET6:
      let six = withUnsafeBytes(of: storage) { $0.loadUnaligned(as: sockaddr_in6.self) }
      self.init(six.sin6_addr)
    default: return nil
    }
  }

  /// The first `length` bits of the 128, the rest zero.
  func prefix(_ length: Int) -> IPAddress {
    let highMask: UInt64 = length >= 64 ? .max : length <= 0 ? 0 : ~(.max >> UInt64(length))
    let lowLength = length - 64
    let lowMask: UInt64 = lowLength >= 64 ? .max : lowLength <= 0 ? 0 : ~(.max >> UInt64(lowLength))
    return IPAddress(high: high & highMask, low: low & lowMask)
  }
}
