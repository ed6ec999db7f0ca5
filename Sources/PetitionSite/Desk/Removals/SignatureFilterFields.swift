import Localization
import Markup
import Petitions

/// The form that counts signatures which have something in common.
struct SignatureFilterFields {
  let desk: DeskVisit
  let petition: Petition
  var typed = SignatureFilterForm()
  var mistakes: [SignatureFilterForm.Mistake] = []

  private var words: Words { desk.words }

  var messages: [FieldMessage] {
    mistakes.map { FieldMessage(field: id($0.field), text: text(of: $0)) }
  }

  var html: HTML {
    DeskForm(desk: desk, action: .removal(.signatures(petition.slug))).html {
      div(.class("filter")) {
        field(
          .name, words("Name"),
          words("A star stands for anything: Bot *. Only names that are public are compared.")
        ) {
          input(.type(.text), .id($1), .name("name"), .value(typed.name), $0.invalid, $0.described)
        }
        field(
          .domain, words("Email domain"),
          words("Such as example.org, or the number that stands for a domain below.")
        ) {
          input(
            .type(.text), .id($1), .name("domain"), .value(typed.domain), .noSpellcheck, $0.invalid,
            $0.described)
        }
        field(
          .network, words("Network"),
          words("The number that stands for a network. It is known for two days.")
        ) {
          input(
            .type(.text), .id($1), .name("network"), .value(typed.network), .noSpellcheck,
            $0.invalid, $0.described)
        }
        field(.country, words("Country"), nil) { attributes, id in
          select(.id(id), .name("country"), attributes.invalid, attributes.described) {
            option(.value("")) { words("Any") }
            for country in words.countries() {
              option(.value(country.code), .when(typed.country == country.code, .selected)) {
                country.name
              }
            }
          }
        }
        field(.from, words("From the hour"), words("In UTC, such as 2026-11-27 14:00.")) {
          input(.type(.text), .id($1), .name("from"), .value(typed.from), $0.invalid, $0.described)
        }
        field(.to, words("To the hour"), words("This hour is included.")) {
          input(.type(.text), .id($1), .name("to"), .value(typed.to), $0.invalid, $0.described)
        }
        field(
          .origin, words("Page of origin"), words("The code of the link by which signers came.")
        ) {
          input(
            .type(.text), .id($1), .name("origin"), .value(typed.origin), .noSpellcheck, $0.invalid,
            $0.described)
        }
        field(.ordinals, words("Numbers on the list"), words("Such as 17, or 17-40.")) {
          input(
            .type(.text), .id($1), .name("ordinals"), .value(typed.ordinals), $0.invalid,
            $0.described)
        }
      }
      button(.class("primary")) { words("Count the signatures that fit") }
    }
  }

  private func field<Tag>(
    _ field: SignatureFilterForm.Field, _ label: String, _ hint: String?,
    _ control: (DeskField.Attributes<Tag>, String) -> HTML
  ) -> HTML {
    let id = id(field)
    return DeskField(id, label: label, hint: hint, messages: messages).html { control($0, id) }
  }

  private func id(_ field: SignatureFilterForm.Field) -> String { "filter-" + field.rawValue }

  private func text(of mistake: SignatureFilterForm.Mistake) -> String {
    if mistake.reason == .endsBeforeItBegins {
      return words("The last hour must not come before the first.")
    }
    return switch mistake.field {
    case .name: words("Write a part of a name, with at most 8 stars.")
    case .domain: words("Write a domain, such as example.org.")
    case .network:
      words("Write the number of a network as the desk shows it, such as ~0123456789abcdef.")
    case .country: words("Choose a country of the list.")
    case .from, .to: words("Write a day and an hour, such as 2026-11-27 14:00.")
    case .origin: words("Write the code of a link: letters, digits and hyphens, at most 20.")
    case .ordinals: words("Write one number, or two with a hyphen between them.")
    }
  }
}
