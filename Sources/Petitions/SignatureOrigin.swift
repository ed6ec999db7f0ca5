/// How a signer came to the page, as far as that is kept.
public struct SignatureOrigin: Sendable, Hashable {
  /// The code of the link, which the organiser chose.
  public let source: SourceCode?

  /// - Parameter source: the code of the link; nil for none.
  public init(source: SourceCode? = nil) {
    self.source = source
  }
}
