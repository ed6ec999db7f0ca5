import Localization
import Petitions

/// The parts of a filter as people read them.
struct FilterWords {
  let words: Words
  var domains: [Int64: String] = [:]

  func parts(of filter: SignatureFilter) -> [(label: String, value: String)] {
    var parts: [(String, String)] = []
    if let name = filter.name { parts.append((words("Name"), name.text)) }
    if let domain = filter.domain {
      parts.append((words("Email domain"), domain))
    } else if let tag = filter.domainTag {
      parts.append((words("Email domain"), domain(tag, domains)))
    }
    if let tag = filter.networkTag {
      parts.append((words("Network"), SignatureTag(rawValue: tag).text))
    }
    if let country = filter.country {
      parts.append((words("Country"), words.countryName(country)))
    }
    let form = SignatureFilterForm(filter)
    if !form.from.isEmpty { parts.append((words("From the hour"), form.from)) }
    if !form.to.isEmpty { parts.append((words("To the hour"), form.to)) }
    if let origin = filter.origin { parts.append((words("Page of origin"), origin)) }
    if !form.ordinals.isEmpty { parts.append((words("Numbers on the list"), form.ordinals)) }
    return parts.isEmpty ? [(words("Filter"), words("every signature"))] : parts
  }

  private func domain(_ tag: Int64, _ names: [Int64: String]) -> String {
    names[tag] ?? SignatureTag(rawValue: tag).text
  }
}
