import Localization
import Markup

/// A small chart of bars, drawn on the server, with the same numbers as a table beside it.
///
/// Lengths are percentages of the width there is, so that letters keep their size on every screen;
/// colours come from the style sheet.
struct BarChart {
  /// One number.
  struct Bar {
    let label: String
    let value: Int
    /// Drawn in the colour of a warning and with its number, and named in the table.
    var isMarked = false
  }

  enum Shape {
    /// Upright bars side by side, for time; the first is the earliest.
    case columns
    /// Bars below each other, each with its label above it, for names.
    case rows
  }

  let words: Words
  /// Unique in the page.
  let id: String
  let title: String
  /// The names of the table's columns.
  let labelHeading: String
  let valueHeading: String
  let shape: Shape
  let bars: [Bar]

  var html: HTML {
    guard let highest = bars.max(by: { $0.value < $1.value }) else { return .empty }
    return figure(.class("chart"), .aria(.labelledBy, titleID)) {
      figcaption(.id(titleID)) { title }
      p(.class("note"), .id(noteID)) {
        words(
          "{total} in all; the most, {value}: {label}.",
          [
            "total": words.number(bars.reduce(0) { $0 + $1.value }),
            "value": words.number(highest.value), "label": highest.label,
          ])
      }
      SVG.drawing(
        .role("img"), .aria(.labelledBy, titleID), .aria(.describedBy, noteID),
        .width(.basisPoints(10_000)), .height(.pixels(height))
      ) {
        switch shape {
        case .columns: columns(highest: highest.value)
        case .rows: rows(highest: highest.value)
        }
      }
      details {
        summary { words("The numbers as a table") }
        numbers
      }
    }
  }

  private var titleID: String { id + "-title" }
  private var noteID: String { id + "-note" }

  private static let columnsHeight = 132
  private static let lineHeight = 20
  private static let rowHeight = 40
  private static let barThickness = 12
  /// More labels than these would touch each other on a phone.
  private static let columnLabels = 4
  /// Of labels longer than this, only the first and the last have room.
  private static let shortLabel = 8

  private var height: Int {
    switch shape {
    case .columns: Self.columnsHeight + 2 * Self.lineHeight
    case .rows: bars.count * Self.rowHeight
    }
  }

  private func columns(highest: Int) -> HTML {
    let step = 10_000 / bars.count
    let bottom = Self.columnsHeight + Self.lineHeight
    var parts: [HTML] = []
    for (index, bar) in bars.enumerated() {
      let length = Self.length(of: bar.value, highest: highest, most: Self.columnsHeight)
      parts.append(
        rectangle(
          bar, .x(.basisPoints(index * step + step / 10)), .y(.pixels(bottom - length)),
          .width(.basisPoints(step * 8 / 10)), .height(.pixels(length))))
      if bar.isMarked {
        parts.append(
          number(bar, at: index * step + step / 2, y: bottom - length - 5, in: index))
      }
    }
    parts.append(
      SVG.line(
        .class("axis"), .x1(.basisPoints(0)), .x2(.basisPoints(10_000)), .y1(.pixels(bottom)),
        .y2(.pixels(bottom))))
    for index in labelledColumns {
      parts.append(
        SVG.text(
          .class("label"), .x(.basisPoints(place(of: index, step: step))),
          .y(.pixels(bottom + 15)), .anchor(anchor(of: index))
        ) { bars[index].label })
    }
    return .sequence(parts)
  }

  /// Evenly spread, the first and the last among them.
  private var labelledColumns: [Int] {
    let last = bars.count - 1
    guard last > 0 else { return [0] }
    let isLong = bars.contains { $0.label.count > Self.shortLabel }
    let count = min(isLong ? 2 : Self.columnLabels, bars.count)
    return (0..<count).map { $0 * last / (count - 1) }
  }

  /// A label at an edge does not reach beyond it.
  private func anchor(of index: Int) -> SVG.Anchor {
    if bars.count == 1 { return .middle }
    if index == 0 { return .start }
    return index == bars.count - 1 ? .end : .middle
  }

  private func place(of index: Int, step: Int) -> Int {
    switch anchor(of: index) {
    case .start: 0
    case .middle: index * step + step / 2
    case .end: 10_000
    }
  }

  private func number(_ bar: Bar, at middle: Int, y: Int, in index: Int) -> HTML {
    // In a narrow column the number is wider than the bar, and at an edge it would be cut off.
    let isNarrow = bars.count > 8
    let anchor: SVG.Anchor = isNarrow ? anchor(of: index) : .middle
    let x =
      switch anchor {
      case .start: 0
      case .middle: middle
      case .end: 10_000
      }
    return SVG.text(
      .class("value marked"), .x(.basisPoints(x)), .y(.pixels(y)), .anchor(anchor)
    ) { words.number(bar.value) }
  }

  private func rows(highest: Int) -> HTML {
    .sequence(
      bars.enumerated().map { index, bar in
        let top = index * Self.rowHeight
        let length = Self.length(of: bar.value, highest: highest, most: 10_000)
        return .sequence([
          SVG.text(
            .class("label"), .x(.basisPoints(0)), .y(.pixels(top + 14)), .anchor(.start)
          ) { bar.label },
          SVG.text(
            .class(bar.isMarked ? "value marked" : "value"), .x(.basisPoints(10_000)),
            .y(.pixels(top + 14)), .anchor(.end)
          ) { words.number(bar.value) },
          rectangle(
            bar, .x(.basisPoints(0)), .y(.pixels(top + Self.lineHeight)),
            .width(.basisPoints(length)), .height(.pixels(Self.barThickness))),
        ])
      })
  }

  private func rectangle(
    _ bar: Bar, _ x: Attribute<SVG.Rectangle>, _ y: Attribute<SVG.Rectangle>,
    _ width: Attribute<SVG.Rectangle>, _ height: Attribute<SVG.Rectangle>
  ) -> HTML {
    SVG.rectangle(.class(bar.isMarked ? "bar marked" : "bar"), x, y, width, height) {
      Markup.title { "\(bar.label): \(words.number(bar.value))" }
    }
  }

  /// A value that is not zero is always seen.
  private static func length(of value: Int, highest: Int, most: Int) -> Int {
    guard highest > 0, value > 0 else { return 0 }
    return max(most / 100, Int(Double(value) / Double(highest) * Double(most)))
  }

  private var numbers: HTML {
    table(.class("numbers"), .aria(.labelledBy, titleID)) {
      thead {
        tr {
          th(.scope(.column)) { labelHeading }
          th(.scope(.column), .class("number")) { valueHeading }
        }
      }
      tbody {
        for bar in bars {
          tr {
            th(.scope(.row)) { isolated(bar.label) }
            td(.class("number")) {
              words.number(bar.value)
              if bar.isMarked { .text(" " + words("(unusual)")) }
            }
          }
        }
      }
    }
  }
}
