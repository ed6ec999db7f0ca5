/// How much a client may send, and how long it may take over it.
public struct ServerLimits: Sendable {
  /// The request line and the header fields, in bytes; more is answered with 431.
  public var headBytes = 16 * 1024
  /// Header fields; more are answered with 431.
  public var headerCount = 64
  /// The target of a request, in bytes; more is answered with 414.
  public var targetBytes = 8 * 1024
  /// From the first byte of a request, or from the start of a connection, to the end of the head.
  public var headTimeout: Duration = .seconds(10)
  /// The body of a request, in bytes, unless `bodyLimit` says otherwise; more is answered with 413.
  public var bodyBytes = 64 * 1024
  /// Another limit in bytes for the bodies of some requests by method and raw path; nil for the usual.
  public var bodyLimit: @Sendable (Method, String) -> Int? = { _, _ in nil }
  /// All bodies in memory together, in bytes; a request beyond is answered with 503.
  public var bodyBytesInTotal = 256 * 1024 * 1024
  /// Bytes per second that a body must reach on average once the grace is over; an answer, too.
  public var minimumRate = 1024
  /// How long a body may be slower than the minimum rate; an answer gets six times as long.
  public var rateGrace: Duration = .seconds(5)
  /// How long a connection may wait for its next request.
  public var keepAlive: Duration = .seconds(60)
  /// Connections in total; further ones wait to be accepted.
  public var connections = 20_000
  /// Connections of one IPv4 /24 or IPv6 /48; further ones are closed.
  ///
  /// Those of trusted proxies are not counted.
  public var connectionsPerNetwork = 512
  /// Requests that handlers are at work on; a request beyond is answered with 503.
  public var requestsInFlight = 4096

  /// The defaults.
  public init() {}
}
