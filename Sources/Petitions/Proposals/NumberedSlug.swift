extension Slug {
  /// The slug with a number at its end, for a title that another petition has already.
  ///
  /// - Parameter number: 2 for the second petition of a title.
  public func numbered(_ number: Int) -> Slug {
    let ending = "-\(number)"
    var stem = text.prefix(Self.limit - ending.utf8.count)
    while stem.last == "-" { stem.removeLast() }
    return Slug(stem + ending) ?? self
  }
}
