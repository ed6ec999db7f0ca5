import Glibc

/// Where a server listens and how it behaves.
public struct ServerConfiguration: Sendable {
  /// An IPv4 or IPv6 address, or a name that resolves to one.
  public var host: String
  /// 0 takes any free port.
  public var port: UInt16
  /// Each has its own event loop.
  public var threads: Int
  /// What clients may send, and how long they may take.
  public var limits: ServerLimits
  /// Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
  public var trustedProxies: [CIDR]
  /// How long requests that are being answered may take once the server is told to stop.
  public var drainTimeout: Duration

  /// Listens on the loopback address with a thread for each core, unless told otherwise.
  public init(
    host: String = "127.0.0.1", port: UInt16 = 0, threads: Int = Self.coreCount,
    limits: ServerLimits = ServerLimits(), trustedProxies: [CIDR] = [],
    drainTimeout: Duration = .seconds(25)
  ) {
    self.host = host
    self.port = port
    self.threads = max(1, threads)
    self.limits = limits
    self.trustedProxies = trustedProxies
    self.drainTimeout = drainTimeout
  }

  /// The cores of this machine that are switched on.
  public static var coreCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
