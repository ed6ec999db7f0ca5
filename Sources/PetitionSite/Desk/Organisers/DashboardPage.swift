import Localization
import Markup
import PetitionStore
import Petitions

/// How a petition goes, for whoever runs it.
struct DashboardPage {
  let desk: DeskVisit
  let petition: Petition
  let dashboard: PetitionDashboard
  let outcome: PetitionOutcome?
  /// For how long mails wait at the moment, in milliseconds; nil where they are not late.
  let delay: Int64?

  /// How many days the chart of days shows.
  static let days = 30
  /// How many hours the chart of hours shows.
  static let hours = 48

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    let title = words("How it goes: {title}", ["title": petition.wording.title])
    return DeskPage(desk: desk, title: title).bytes {
      OrganiserTabs(desk: desk, petition: petition).html
      h1 { words("How it goes") }
      if let outcome { p(.class("note")) { words(outcome.kind) } }
      numbers
      div(.class("charts")) {
        activity
        countries
        sources
      }
      mail
    }
  }

  private var numbers: HTML {
    let rate = dashboard.rate
    return dl(.class("figures")) {
      figure(words("Signatures"), words.number(petition.tally.count))
      figure(
        words("Confirmed of those who filled in the form"),
        rate.percent.map { words.percent(Double($0) / 100) } ?? "–")
      figure(words("Still may confirm"), words.number(rate.waiting))
      figure(words("Never confirmed"), words.number(rate.expired))
      figure(words("State"), PetitionStanding(desk: desk, petition: petition).text)
    }
  }

  private func figure(_ name: String, _ value: String) -> HTML {
    div {
      dt { name }
      dd { value }
    }
  }

  private var activity: HTML {
    .sequence([
      chart(
        "days", words("Confirmed a day, in UTC"), words("Day"), .columns,
        dashboard.activity.days(Self.days, until: desk.now).map {
          BarChart.Bar(label: String(Timestamp.text($0.start).prefix(10)), value: $0.count)
        }),
      chart(
        "hours", words("Confirmed an hour, in UTC"), words("Hour"), .columns,
        dashboard.activity.hours(Self.hours, until: desk.now).map {
          BarChart.Bar(label: Self.hour($0.start), value: $0.count)
        }),
    ])
  }

  /// Month, day and hour.
  private static func hour(_ start: Int64) -> String {
    let text = Timestamp.text(start)
    return text.dropFirst(5).prefix(5) + " " + text.dropFirst(11).prefix(5)
  }

  private var countries: HTML {
    let groups = dashboard.countries
    let known = groups.named.map(\.count).reduce(0, +) + groups.joined
    var bars = groups.named.map {
      BarChart.Bar(label: words.countryName($0.name), value: $0.count)
    }
    bars.append(contentsOf: others(groups))
    let unknown = petition.tally.count - known
    if unknown > 0 { bars.append(BarChart.Bar(label: words("Not said"), value: unknown)) }
    return chart("countries", words("Countries"), words("Country"), .rows, bars)
  }

  private var sources: HTML {
    let groups = dashboard.sources
    let known = groups.named.map(\.count).reduce(0, +) + groups.joined
    var bars = groups.named.map { BarChart.Bar(label: $0.name, value: $0.count) }
    bars.append(contentsOf: others(groups))
    let unknown = petition.tally.confirmed - known
    if unknown > 0 { bars.append(BarChart.Bar(label: words("No code"), value: unknown)) }
    let example = AbsoluteLink(Route.petition(petition.slug), on: desk.context.site).address
    return div {
      chart("sources", words("Where signers came from"), words("Code"), .rows, bars)
      p(.class("hint")) {
        words.html(
          "Add a code to the links that you share, such as {link}, and see here how many people signed after they followed them. Codes have at most {limit} letters, digits and hyphens. You see numbers here, never who came by which.",
          [
            "link": span(.class("copyable")) { example + "?from=poster" },
            "limit": .text(words.number(SourceCode.limit)),
          ])
      }
    }
  }

  /// The small groups as one.
  private func others(_ groups: SmallGroups) -> [BarChart.Bar] {
    guard groups.joined > 0 else { return [] }
    let label = words(
      "Others, with fewer than {count} each", ["count": words.number(SmallGroups.least)])
    return [BarChart.Bar(label: label, value: groups.joined)]
  }

  private func chart(
    _ id: String, _ title: String, _ heading: String, _ shape: BarChart.Shape,
    _ bars: [BarChart.Bar]
  ) -> HTML {
    guard bars.contains(where: { $0.value > 0 }) else {
      return section(.aria(.labelledBy, id + "-title")) {
        h2(.id(id + "-title")) { title }
        p(.class("note")) { words("Nothing yet.") }
      }
    }
    return BarChart(
      words: words, id: id, title: title, labelHeading: heading,
      valueHeading: words("Signatures"), shape: shape, bars: bars
    ).html
  }

  private var mail: HTML {
    section(.aria(.labelledBy, "mail-heading")) {
      h2(.id("mail-heading")) { words("Mail") }
      if let delay {
        p(.class("error")) {
          let minutes = max(1, Int(delay / 60_000))
          words(
            "Mails are late: the oldest has been waiting for {count} minute.",
            "Mails are late: the oldest has been waiting for {count} minutes.", count: minutes)
        }
      } else {
        p { words("Mails go out without delay.") }
      }
      if petition.bounced > 0 {
        p {
          words(
            "{count} address of a signer turned out to take no mail.",
            "{count} addresses of signers turned out to take no mail.", count: petition.bounced)
        }
      }
      if !dashboard.news.isEmpty { newsTable }
    }
  }

  private func subject(_ news: News) -> HTML {
    guard let version = news.renewalVersion else { return isolated(news.subject) }
    return .text(
      words("Asked to sign version {number} of the text", ["number": words.number(version)]))
  }

  private var newsTable: HTML {
    div(
      .class("table-box"), .tabindex(0), .role("region"), .aria(.label, words("News by email"))
    ) {
      table {
        thead {
          tr {
            th(.scope(.column)) { words("News by email") }
            for heading in [words("For"), words("Sent"), words("Failed")] {
              th(.scope(.column), .class("number")) { heading }
            }
          }
        }
        tbody {
          for news in dashboard.news {
            tr {
              th(.scope(.row)) { subject(news) }
              for number in [news.recipients, news.accepted, news.failed + news.inDoubt] {
                td(.class("number")) { words.number(number) }
              }
            }
          }
        }
      }
    }
  }
}
