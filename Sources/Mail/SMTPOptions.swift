/// How hard and how patiently a relay is used.
public struct SMTPOptions: Sendable {
  /// The name to greet with (RFC 5321, section 4.1.1.1): letters, digits, hyphens and dots.
  public var helloName: String

  /// Connections at the same time, each with a thread of its own while there is something to send.
  public var connections = 2

  /// Mails over one connection before it is closed: relays put an end to long ones.
  public var mailsPerConnection = 100

  /// Seconds that a connection without a mail is kept.
  public var idleSeconds = 10

  /// Seconds until a connection is ready for a mail: name, TCP, TLS, greeting, authentication.
  public var connectSeconds = 15

  /// Seconds that one answer may take.
  public var answerSeconds = 40

  /// Seconds without a byte's progress after which a mail is given up.
  public var standstillSeconds = 45

  /// Seconds that one mail may take in all, connecting included.
  public var mailSeconds = 60

  /// Seconds that a mail may wait for its turn before it is deferred without being tried.
  public var turnSeconds = 30

  /// Mails a second over all connections.
  public var mailsPerSecond = 20.0

  /// Mails a second to recipients of one domain.
  public var mailsPerSecondForDomain = 5.0

  /// Failures of the relay in a row after which it is left alone for a while.
  public var failuresUntilPause = 5

  /// The usual patience, with the name to greet with.
  public init(helloName: String) {
    self.helloName = helloName
  }

  /// The longest time from handing a mail over to its result, in seconds: what a lease must exceed.
  public var longestSeconds: Int { turnSeconds + 2 * mailSeconds + answerSeconds }
}
