/// What became of one mail that was handed over.
public enum Delivery: Sendable {
  /// Whoever took it is responsible for it now.
  ///
  /// The answer is what a relay said about it, such as `2.0.0 Ok: queued as ABC`: printable ASCII,
  /// at most 200 bytes, without any address.
  case accepted(answer: String?)

  /// It was not taken, and may be later.
  case deferred(any Error)

  /// It was not taken, and will not be.
  case rejected(any Error)
}
