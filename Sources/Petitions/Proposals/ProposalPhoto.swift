/// The photo of a petition on its way.
public struct ProposalPhoto: Sendable, Hashable, Codable {
  /// The hexadecimal digest of the original, under which its files are kept.
  public var id: String
  /// The sizes that there are, narrowest first, as in `640x427`.
  public var sizes: [String]

  /// A photo whose files are kept.
  public init(id: String, sizes: [String]) {
    self.id = id
    self.sizes = sizes
  }
}
