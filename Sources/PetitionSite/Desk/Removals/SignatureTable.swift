import Localization
import Markup
import Petitions

/// Signatures as the desk sees them: no name that is not public, no address.
struct SignatureTable {
  let desk: DeskVisit
  let petition: Petition
  let caption: String
  let signatures: [SignatureTraits]
  /// The names of domains, by their tags, as far as they are known.
  let domains: [Int64: String]
  /// Whether each row has a button that begins its removal.
  var offersRemoval = false

  private var words: Words { desk.words }

  var html: HTML {
    div(
      .class("table-box"), .role("region"), .tabindex(0), .aria(.label, caption)
    ) {
      table {
        Markup.caption { caption }
        thead {
          tr {
            th(.scope(.column), .class("number")) { words("No.") }
            th(.scope(.column)) { words("Name") }
            th(.scope(.column)) { words("Country") }
            th(.scope(.column)) { words("Hour (UTC)") }
            th(.scope(.column)) { words("Email domain") }
            th(.scope(.column)) { words("Network") }
            th(.scope(.column)) { words("Page of origin") }
            if offersRemoval { th(.scope(.column)) { words("Remove") } }
          }
        }
        tbody { for signature in signatures { row(signature) } }
      }
    }
  }

  private func row(_ signature: SignatureTraits) -> HTML {
    tr {
      th(.scope(.row), .class("number")) { words.number(signature.ordinal) }
      td {
        if let name = signature.publicName, !hidesNames {
          isolated(name)
        } else {
          span(.class("unnamed")) { words("not public") }
        }
      }
      td { signature.country.map(words.countryName) ?? "" }
      td(.class("hour")) { TypedHour.text(signature.confirmedAt) }
      td { signature.domainTag.map { domain($0, domains) } ?? "" }
      td { signature.networkTag.map { SignatureTag(rawValue: $0).text } ?? "" }
      td { signature.origin.map(isolated) }
      if offersRemoval { td { removal(of: signature) } }
    }
  }

  private var hidesNames: Bool { desk.context.switches.contains { $0.kind == .hideNames } }

  private func removal(of signature: SignatureTraits) -> HTML {
    DeskForm(desk: desk, action: .removal(.signatures(petition.slug))).html {
      input(.type(.hidden), .name("ordinals"), .value(String(signature.ordinal)))
      button(
        .class("quiet"),
        .aria(
          .label,
          words("Remove signature {number}", ["number": words.number(signature.ordinal)]))
      ) { words("Remove…") }
    }
  }
}

/// The name of a domain, or the number that stands for it.
func domain(_ tag: Int64, _ names: [Int64: String]) -> String {
  names[tag] ?? SignatureTag(rawValue: tag).text
}
