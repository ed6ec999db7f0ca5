import Localization
import Markup
import PetitionStore
import Petitions

/// The newest signatures of a petition as charts, beside what is unusual in them.
struct PulsePage {
  let desk: DeskVisit
  let petition: Petition
  let pulse: SignaturePulse
  let domains: [Int64: String]

  private static let hours = 48
  private static let rows = 8
  private var words: Words { desk.words }

  var bytes: [UInt8] {
    let title = words("What is unusual")
    return DeskPage(desk: desk, title: title).bytes {
      PetitionLine(desk: desk, petition: petition).html
      h1 { title }
      if pulse.alarms.isEmpty {
        p { words("The newest signatures look like those before.") }
      } else {
        AlarmList(desk: desk, petition: petition, alarms: pulse.alarms, domains: domains).html
      }
      p {
        a(.href(desk.context.link(.desk(.removal(.signatures(petition.slug)))))) {
          words("Find signatures")
        }
      }
      hoursChart
      domainsChart
      countriesChart
    }
  }

  private var hoursChart: HTML {
    let isUnusual = pulse.alarms.contains { $0.subject == .rate }
    let shown = pulse.hours.suffix(Self.hours)
    let last = shown.suffix(2).map(\.count).max() ?? 0
    return BarChart(
      words: words, id: "hours", title: words("Signatures an hour"),
      labelHeading: words("Hour (UTC)"), valueHeading: words("Signatures"), shape: .columns,
      bars: shown.map { hour in
        let isLate = hour.start >= shown.last.map { $0.start - TypedHour.length } ?? 0
        return BarChart.Bar(
          label: TypedHour.text(hour.start), value: hour.count,
          isMarked: isUnusual && isLate && hour.count == last)
      }
    ).html
  }

  private var domainsChart: HTML {
    groups(
      "domains", words("Email domains of the newest signatures"), words("Email domain"),
      pulse.domains, subject: { .domain($0) }, label: { domain($0, domains) })
  }

  private var countriesChart: HTML {
    groups(
      "countries", words("Countries of the newest signatures"), words("Country"),
      pulse.countries, subject: { .country($0) }, label: { words.countryName($0) })
  }

  /// The largest groups of the newest signatures, with those marked that are unusual.
  private func groups<Key: Hashable & Comparable>(
    _ id: String, _ title: String, _ heading: String, _ counts: [Key: Int],
    subject: (Key) -> SignatureAlarm.Subject, label: (Key) -> String
  ) -> HTML {
    let unusual = Set(pulse.alarms.map(\.subject))
    let largest = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return BarChart(
      words: words, id: id, title: title, labelHeading: heading,
      valueHeading: words("Signatures"), shape: .rows,
      bars: largest.prefix(Self.rows).map {
        BarChart.Bar(
          label: label($0.key), value: $0.value, isMarked: unusual.contains(subject($0.key)))
      }
    ).html
  }
}

/// What is unusual, each with a button that counts the signatures that are meant.
struct AlarmList {
  let desk: DeskVisit
  let petition: Petition
  let alarms: [SignatureAlarm]
  let domains: [Int64: String]

  private var words: Words { desk.words }

  var html: HTML {
    ul(.class("alarms")) {
      for alarm in alarms {
        li {
          p { sentence(alarm) }
          counting(alarm)
        }
      }
    }
  }

  private func sentence(_ alarm: SignatureAlarm) -> String {
    let numbers = [
      "observed": words.number(alarm.observed), "usual": words.number(alarm.usual),
      "total": words.number(alarm.total),
    ]
    switch alarm.subject {
    case .rate:
      return words("{observed} signatures in an hour; {usual} are usual.", numbers)
    case .domain(let tag):
      return words(
        "{observed} of the newest {total} signatures have addresses at {domain}; {usual} would be usual.",
        numbers.merging(["domain": domain(tag, domains)]) { $1 })
    case .country(let code):
      return words(
        "{observed} of the newest {total} signatures come from this country: {country}; {usual} would be usual.",
        numbers.merging(["country": words.countryName(code)]) { $1 })
    }
  }

  private func counting(_ alarm: SignatureAlarm) -> HTML {
    var form = SignatureFilterForm()
    switch alarm.subject {
    case .rate: form.from = TypedHour.text(desk.now - TypedHour.length)
    case .domain(let tag): form.domain = SignatureTag(rawValue: tag).text
    case .country(let code): form.country = code
    }
    return DeskForm(desk: desk, action: .removal(.signatures(petition.slug))).html {
      input(.type(.hidden), .name("from"), .value(form.from))
      input(.type(.hidden), .name("domain"), .value(form.domain))
      input(.type(.hidden), .name("country"), .value(form.country))
      button(.class("quiet")) { words("Look at these signatures") }
    }
  }
}
