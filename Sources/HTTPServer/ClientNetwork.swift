/// Where a request comes from, as narrow as limits need it: an IPv4 address or an IPv6 /64.
///
/// It lives in memory for the length of a request. It cannot be printed: every description and every
/// reflection of it says "network".
public struct ClientNetwork: Sendable, Hashable {
  private let prefix: UInt64
  private let isIPv4: Bool

  /// The network of one IPv4 address.
  public init(ipv4 address: (UInt8, UInt8, UInt8, UInt8)) {
    let bits = [address.0, address.1, address.2, address.3].reduce(0) { $0 << 8 | UInt32($1) }
    self.init(IPAddress(ipv4: bits))
  }

  /// The network of an address in dotted or colon form; nil for anything else.
  public init?(_ address: String) {
    guard let address = IPAddress(address) else { return nil }
    self.init(address)
  }

  init(_ address: IPAddress) {
    isIPv4 = address.isIPv4
    prefix = isIPv4 ? address.low & 0xFFFF_FFFF : address.high
  }

  /// This machine.
  public static let loopback = ClientNetwork(ipv4: (127, 0, 0, 1))

  /// Whether it is this machine: 127.0.0.0/8, or the /64 of `::1`.
  public var isLoopback: Bool { isIPv4 ? prefix >> 24 == 127 : prefix == 0 }

  /// The wider network that shares a limit on connections: an IPv4 /24 or an IPv6 /48.
  var neighbourhood: ClientNetwork {
    ClientNetwork(prefix: prefix & ~(isIPv4 ? 0xFF : 0xFFFF), isIPv4: isIPv4)
  }

  private init(prefix: UInt64, isIPv4: Bool) {
    self.prefix = prefix
    self.isIPv4 = isIPv4
  }

  /// A number that says nothing about the network to anyone without the key.
  func tag(key: SipHash.Key) -> UInt64 {
    SipHash.hash(prefix, isIPv4 ? 4 : 6, key: key)
  }
}

extension ClientNetwork: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Says nothing of the address.
  public var description: String { "network" }
  /// Says nothing of the address.
  public var debugDescription: String { "network" }
  /// Shows nothing of the address.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
