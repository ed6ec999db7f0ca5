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
            if offersRemoval { th(.scope(.column)) { words("Remove") } }
            th(.scope(.column)) { words("Country") }
            th(.scope(.column)) { words("Hour (UTC)") }
            th(.scope(.column)) { words("Email domain") }
            if hasNetworks { th(.scope(.column)) { words("Network") } }
            if hasOrigins { th(.scope(.column)) { words("Page of origin") } }
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
      if offersRemoval { td { removal(of: signature) } }
      td { signature.country.map(words.countryName) ?? "" }
      td(.class("hour")) { TypedHour.text(signature.confirmedAt) }
      td { signature.domainTag.map { domain($0, domains) } ?? "" }
      if hasNetworks {
        td { signature.networkTag.map { SignatureTag(rawValue: $0).text } ?? "" }
      }
      if hasOrigins { td { signature.origin.map(isolated) } }
    }
  }

  private var hasNetworks: Bool { signatures.contains { $0.networkTag != nil } }
  private var hasOrigins: Bool { signatures.contains { $0.origin != nil } }
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
