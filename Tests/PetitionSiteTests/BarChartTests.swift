import Foundation
import Localization
import Markup
import Testing

@testable import PetitionSite

/// Charts, from literals.
@Suite struct BarChartTests {
  private static func chart(
    _ shape: BarChart.Shape, _ bars: [BarChart.Bar]
  ) throws -> String {
    let words = try #require(try Languages.localizations().words(for: "en"))
    return BarChart(
      words: words, id: "c", title: "By hour", labelHeading: "Hour", valueHeading: "Signatures",
      shape: shape, bars: bars
    ).html.string
  }

  @Test(arguments: [BarChart.Shape.columns, .rows])
  func `every number of a chart stands in its table`(_ shape: BarChart.Shape) throws {
    let chart = try Self.chart(
      shape, [.init(label: "<a>", value: 1_234), .init(label: "b", value: 7, isMarked: true)])
    #expect(chart.contains("<bdi>&lt;a&gt;</bdi></th><td class=\"number\">1,234</td>"))
    #expect(chart.contains("<bdi>b</bdi></th><td class=\"number\">7 (unusual)</td>"))
    #expect(chart.contains("1,241 in all; the most, 1,234: &lt;a&gt;."))
  }

  @Test func `a chart has no style in it, which browsers would refuse`() throws {
    let chart = try Self.chart(.columns, [.init(label: "a", value: 1)])
    #expect(!chart.contains("style"))
    #expect(!chart.contains("fill"))
  }

  @Test func `a small number is still seen, and nothing has no bar`() throws {
    let chart = try Self.chart(
      .rows,
      [
        .init(label: "a", value: 1_000_000), .init(label: "b", value: 1),
        .init(label: "c", value: 0),
      ])
    #expect(chart.contains(#"y="20" width="100%""#))
    #expect(chart.contains(#"y="60" width="1%""#))
    #expect(chart.contains(#"y="100" width="0%""#))
  }

  @Test func `long labels do not run into each other`() throws {
    let bars = (0..<9).map { BarChart.Bar(label: "2026-11-27 0\($0):00", value: $0) }
    let chart = try Self.chart(.columns, bars)
    #expect(chart.split(separator: "<text class=\"label\"").count == 3)
  }

  @Test func `no bars, no chart`() throws {
    #expect(try Self.chart(.columns, []) == "")
  }

  @Test(arguments: [1, 2, 5, 24, 48, 168])
  func `the first and the last column are labelled`(_ count: Int) throws {
    let bars = (0..<count).map { BarChart.Bar(label: "no \($0).", value: 0) }
    let chart = try Self.chart(.columns, bars)
    let labels = chart.split(separator: "<text class=\"label\"").dropFirst().map(String.init)
    #expect(labels.count == min(count, 4))
    #expect(labels.first?.contains("no 0.<") == true)
    #expect(labels.last?.contains("no \(count - 1).<") == true)
  }
}
