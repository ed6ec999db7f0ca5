/// What became of a message that was handed over.
public enum Delivery: Sendable {
  /// It is in safe hands now, and the one who took it may have said under which name.
  case accepted(answer: String?)
  /// It was not taken now, and may be another time.
  case deferred(any Error)
  /// It will never be taken.
  case rejected(any Error)
}
