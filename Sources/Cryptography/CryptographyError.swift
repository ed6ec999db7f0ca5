/// Why something sealed did not open.
public enum CryptographyError: Error, Hashable, CustomStringConvertible {
  /// The bytes were changed, cut short, or made with another key or context.
  case notAuthentic

  /// A sentence for the log.
  public var description: String { "the sealed bytes are not authentic" }
}
