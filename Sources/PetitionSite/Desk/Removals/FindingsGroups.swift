import Localization
import Markup
import Petitions

/// What found signatures have in common, each with a button that narrows the filter to it.
struct FindingsGroups {
  let desk: DeskVisit
  let petition: Petition
  let removal: Removal
  let domains: [Int64: String]

  private static let limit = 5
  private var words: Words { desk.words }

  /// One thing in common: its label, its share, and the filter that means it.
  private struct Line {
    let label: String
    let count: Int
    let change: (inout SignatureFilterForm) -> Void
  }

  func html(_ findings: SignatureFindings) -> HTML {
    let limit = Self.limit
    return div(.class("groups")) {
      group(
        words("Email domains"),
        findings.domains(limit).map { group in
          Line(label: domain(group.key, domains), count: group.count) {
            $0.domain = SignatureTag(rawValue: group.key).text
          }
        })
      group(
        words("Networks of today and yesterday"),
        findings.networks(limit).map { group in
          Line(label: SignatureTag(rawValue: group.key).text, count: group.count) {
            $0.network = SignatureTag(rawValue: group.key).text
          }
        })
      group(
        words("Countries"),
        findings.countries(limit).map { group in
          Line(label: words.countryName(group.key), count: group.count) { $0.country = group.key }
        })
      group(
        words("Hours (UTC)"),
        findings.hours(limit).map { group in
          Line(label: TypedHour.text(group.key), count: group.count) {
            $0.from = TypedHour.text(group.key)
            $0.to = TypedHour.text(group.key)
          }
        })
      group(
        words("Pages of origin"),
        findings.origins(limit).map { group in
          Line(label: group.key, count: group.count) { $0.origin = group.key }
        })
    }
  }

  private func group(_ title: String, _ lines: [Line]) -> HTML {
    guard !lines.isEmpty else { return .empty }
    return section {
      h3 { title }
      ul(.class("shares")) {
        for line in lines {
          li {
            isolated(line.label)
            " "
            span(.class("share-count")) { words.number(line.count) }
            if removal.state == .counted { narrowing(line) }
          }
        }
      }
    }
  }

  private func narrowing(_ line: Line) -> HTML {
    var form = SignatureFilterForm(removal.filter)
    line.change(&form)
    return DeskForm(desk: desk, action: .removal(.signatures(petition.slug))).html {
      input(.type(.hidden), .name("name"), .value(form.name))
      input(.type(.hidden), .name("domain"), .value(form.domain))
      input(.type(.hidden), .name("network"), .value(form.network))
      input(.type(.hidden), .name("country"), .value(form.country))
      input(.type(.hidden), .name("from"), .value(form.from))
      input(.type(.hidden), .name("to"), .value(form.to))
      input(.type(.hidden), .name("origin"), .value(form.origin))
      input(.type(.hidden), .name("ordinals"), .value(form.ordinals))
      button(
        .class("quiet"), .aria(.label, words("Only these: {what}", ["what": line.label]))
      ) { words("Only these") }
    }
  }
}
