import Markup
import Testing

/// Drawings and tables inside a page.
@Suite struct SVGTests {
  @Test func `a drawing is typed like the page around it`() {
    let drawing = SVG.drawing(.role("img"), .width(.basisPoints(10_000)), .height(.pixels(20))) {
      SVG.rectangle(.class("bar"), .x(.basisPoints(1_250)), .y(.pixels(3))) { title { "<1>" } }
      SVG.line(.x1(.pixels(0)), .y1(.pixels(1)), .x2(.basisPoints(5)), .y2(.pixels(1)))
      SVG.text(.x(.pixels(0)), .anchor(.end)) { "a & b" }
    }
    #expect(
      drawing.string
        == #"<svg role="img" width="100%" height="20"><rect class="bar" x="12.50%" y="3">"#
        + "<title>&lt;1&gt;</title></rect>"
        + #"<line x1="0" y1="1" x2="0.05%" y2="1"></line>"#
        + #"<text x="0" text-anchor="end">a &amp; b</text></svg>"#)
  }

  @Test(arguments: [(0, "0%"), (-5, "-0.05%"), (-150, "-1.50%"), (99, "0.99%"), (333, "3.33%")])
  func `a share is written with a full stop whatever the reader's language`(
    _ points: Int, _ text: String
  ) {
    #expect(
      SVG.rectangle(.x(.basisPoints(points))).string == "<rect x=\"\(text)\"></rect>")
  }

  @Test func `a table names its rows and columns`() {
    let numbers = table {
      caption { "Votes" }
      thead { tr { th(.scope(.column)) { "Who" } } }
      tbody { tr { th(.scope(.row)) { "A" } } }
    }
    #expect(
      numbers.string == "<table><caption>Votes</caption><thead><tr>"
        + #"<th scope="col">Who</th></tr></thead><tbody><tr><th scope="row">A</th></tr></tbody></table>"#
    )
  }
}
