public import Mail

/// Everything that the site does to the world outside its database, as values.
public struct Effects: Sendable {
  /// The time in UTC milliseconds; nothing but this and ``uptime`` reads a clock.
  public var now: @Sendable () -> Int64
  /// Milliseconds from any instant, of a clock that nobody sets.
  public var uptime: @Sendable () -> Int64
  /// Waits for so many milliseconds; throws when the task is cancelled.
  public var pause: @Sendable (Int64) async throws -> Void
  /// So many cryptographically secure random bytes.
  public var random: @Sendable (Int) -> [UInt8]
  /// Hands mails over and says of each what became of it.
  public var deliver: @Sendable ([MailMessage]) async throws -> [Delivery]
  /// Whether handing mails over makes sense now; a relay that is away is left alone for a while.
  public var canDeliver: @Sendable () -> Bool
  /// Re-encodes a photo that nobody has checked yet, in another process.
  public var renderPhoto: @Sendable ([UInt8]) async throws -> PhotoRendering

  /// Names every effect; there are no defaults.
  public init(
    now: @escaping @Sendable () -> Int64, uptime: @escaping @Sendable () -> Int64,
    pause: @escaping @Sendable (Int64) async throws -> Void,
    random: @escaping @Sendable (Int) -> [UInt8],
    deliver: @escaping @Sendable ([MailMessage]) async throws -> [Delivery],
    canDeliver: @escaping @Sendable () -> Bool,
    renderPhoto: @escaping @Sendable ([UInt8]) async throws -> PhotoRendering
  ) {
    self.now = now
    self.uptime = uptime
    self.pause = pause
    self.random = random
    self.deliver = deliver
    self.canDeliver = canDeliver
    self.renderPhoto = renderPhoto
  }
}
