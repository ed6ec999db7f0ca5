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

  /// The photo as pages show it.
  public func photo(showing alternativeText: String) -> Photo {
    Photo(
      id: id, alternativeText: alternativeText,
      sizes: sizes.compactMap { size in
        let numbers = size.split(separator: "x").compactMap { Int($0) }
        return numbers.count == 2 ? Photo.Size(width: numbers[0], height: numbers[1]) : nil
      })
  }
}
