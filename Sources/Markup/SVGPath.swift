extension SVG {
  /// The element `path`.
  public enum Path: Sendable {}

  /// `path`: rectangles of whole user units, drawn as one shape.
  public static func path(
    _ rectangles: [(x: Int, y: Int, width: Int, height: Int)], _ attributes: Attribute<Path>...
  ) -> HTML {
    let d = rectangles.map { "M\($0.x) \($0.y)h\($0.width)v\($0.height)h-\($0.width)z" }.joined()
    return element("path", [Attribute("d", d)] + attributes, .empty)
  }
}
