/// The elements of SVG 2 that small charts are drawn with, inside a page of HTML.
///
/// Colours, strokes and sizes of type come from the style sheet, by class.
public enum SVG {
  /// The element `svg`.
  public enum Drawing: Sendable {}
  /// The element `rect`.
  public enum Rectangle: Sendable {}
  /// The element `text`.
  public enum Text: Sendable {}
  /// The element `line`.
  public enum Line: Sendable {}

  /// A length in an SVG attribute.
  public enum Length: Sendable {
    /// User units; pixels, where a drawing has no view box.
    case pixels(Int)
    /// Hundredths of a per cent of the drawing's width or height.
    case basisPoints(Int)

    var text: String {
      switch self {
      case .pixels(let pixels): return String(pixels)
      case .basisPoints(let points):
        let rest = abs(points % 100)
        let sign = points < 0 && points > -100 ? "-" : ""
        return "\(sign)\(points / 100)\(rest == 0 ? "" : rest < 10 ? ".0\(rest)" : ".\(rest)")%"
      }
    }
  }

  /// Which point of a text stands at its place.
  public enum Anchor: String, Sendable {
    case start, middle, end
  }

  /// `svg`: a drawing in a page.
  public static func drawing(
    _ attributes: Attribute<Drawing>..., @HTMLBuilder content: () -> HTML = { .empty }
  ) -> HTML {
    element("svg", attributes, content())
  }

  /// `rect`: a rectangle; a `title` inside it is shown where the pointer rests.
  public static func rectangle(
    _ attributes: Attribute<Rectangle>..., @HTMLBuilder content: () -> HTML = { .empty }
  ) -> HTML {
    element("rect", attributes, content())
  }

  /// `text`: one line of text.
  public static func text(
    _ attributes: Attribute<Text>..., @HTMLBuilder content: () -> HTML = { .empty }
  ) -> HTML {
    element("text", attributes, content())
  }

  /// `line`: a straight line.
  public static func line(_ attributes: Attribute<Line>...) -> HTML {
    element("line", attributes, .empty)
  }
}

/// An element with a width and a height.
public protocol SizedSVGTag {}
extension SVG.Drawing: SizedSVGTag {}
extension SVG.Rectangle: SizedSVGTag {}

extension Attribute where Tag: SizedSVGTag {
  /// How wide the element is.
  public static func width(_ length: SVG.Length) -> Self { Self("width", length.text) }

  /// How high the element is.
  public static func height(_ length: SVG.Length) -> Self { Self("height", length.text) }
}

/// An element that stands at a point.
public protocol PlacedSVGTag {}
extension SVG.Rectangle: PlacedSVGTag {}
extension SVG.Text: PlacedSVGTag {}

extension Attribute where Tag: PlacedSVGTag {
  /// The distance from the left edge.
  public static func x(_ length: SVG.Length) -> Self { Self("x", length.text) }

  /// The distance from the upper edge.
  public static func y(_ length: SVG.Length) -> Self { Self("y", length.text) }
}

extension Attribute where Tag == SVG.Text {
  /// Which point of the text stands at its place.
  public static func anchor(_ anchor: SVG.Anchor) -> Self { Self("text-anchor", anchor.rawValue) }
}

extension Attribute where Tag == SVG.Line {
  /// Where the line begins, from the left edge.
  public static func x1(_ length: SVG.Length) -> Self { Self("x1", length.text) }

  /// Where the line begins, from the upper edge.
  public static func y1(_ length: SVG.Length) -> Self { Self("y1", length.text) }

  /// Where the line ends, from the left edge.
  public static func x2(_ length: SVG.Length) -> Self { Self("x2", length.text) }

  /// Where the line ends, from the upper edge.
  public static func y2(_ length: SVG.Length) -> Self { Self("y2", length.text) }
}
