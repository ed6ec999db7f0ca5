import Synchronization

/// What the workers and the supervisor of one run share.
final class ServerContext: Sendable {
  let limits: ServerLimits
  let trustedProxies: [CIDR]
  let table: ConnectionTable
  let fastPath: @Sendable (borrowing RequestHead) -> PreparedResponse?
  let handler: @Sendable (Request) async throws -> Response
  let failure: @Sendable (any Error, Request) -> Response
  let refusal: @Sendable (Status) -> Response
  let log: @Sendable (RequestRecord) -> Void

  let isDraining = Atomic<Bool>(false)
  /// Requests that handlers are at work on.
  let requestsInFlight = Atomic<Int>(0)
  /// All bodies in memory.
  let bodyBytes = Atomic<Int>(0)
  /// Sockets to be drained before they are closed, so that the last answer on them arrives.
  let lingering = Mutex<[Int32]>([])

  init(
    configuration: ServerConfiguration,
    fastPath: @escaping @Sendable (borrowing RequestHead) -> PreparedResponse?,
    handler: @escaping @Sendable (Request) async throws -> Response,
    failure: @escaping @Sendable (any Error, Request) -> Response,
    refusal: @escaping @Sendable (Status) -> Response,
    log: @escaping @Sendable (RequestRecord) -> Void
  ) {
    limits = configuration.limits
    trustedProxies = configuration.trustedProxies
    table = ConnectionTable(perNetwork: configuration.limits.connectionsPerNetwork)
    self.fastPath = fastPath
    self.handler = handler
    self.failure = failure
    self.refusal = refusal
    self.log = log
  }

  /// Whether an address belongs to a trusted proxy.
  func isProxy(_ address: IPAddress) -> Bool {
    trustedProxies.contains { $0.contains(address) }
  }

  /// The client behind trusted proxies: the rightmost address that is not one of them.
  func client(behind proxy: ClientNetwork, forwardedFor values: [String]) -> ClientNetwork {
    var nearest = proxy
    for element in values.joined(separator: ",").utf8.split(separator: 0x2C).reversed() {
      let text = String(decoding: ASCII.trimmed(Array(element)), as: UTF8.self)
      guard let address = IPAddress(Self.withoutPort(text)) else { return nearest }
      nearest = ClientNetwork(address)
      if !isProxy(address) { return nearest }
    }
    return nearest
  }

  /// Some proxies write `192.0.2.1:1234` or `[2001:db8::1]:1234`.
  private static func withoutPort(_ text: String) -> Substring {
    if text.utf8.first == 0x5B { return text.dropFirst().prefix { $0 != "]" } }
    let colons = text.utf8.count { $0 == 0x3A }
    return colons == 1 ? text.prefix { $0 != ":" } : text[...]
  }
}
