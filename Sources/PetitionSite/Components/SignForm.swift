import Localization
import Markup
import Petitions

/// The form below a petition, empty or with what somebody typed and what is wrong with it.
struct SignForm {
  let context: PageContext
  let petition: Petition
  let token: String
  var fragments = PetitionFragments()
  var typed = SigningForm()
  var source: SourceCode?
  var refusals: [Refusal] = []

  private var words: Words { context.words }

  var html: HTML {
    section(.class("sign"), .id("sign"), .aria(.labelledBy, "sign-heading")) {
      h2(.id("sign-heading")) { words("Sign this petition") }
      form(
        .method(.post), .action(context.link(.signatures(petition.slug, page: 1))), .novalidate
      ) {
        input(.type(.hidden), .name("token"), .value(token))
        if let source { input(.type(.hidden), .name("from"), .value(source.text)) }
        fragments.html(.fields) { fields }
      }
    }
  }

  private var fields: HTML {
    .sequence([
      honeypot,
      p(.class("hint")) { words("Required fields are marked with *.") },
      nameField,
      emailField,
      audienceField,
      moreFields,
      reminderField,
      updatesField,
      button(.class("primary")) { words("Sign") },
      p(.class("privacy")) { privacy },
    ])
  }

  /// What becomes of an address, and what is sent to it.
  private var privacy: String {
    petition.isDiscreet
      ? words(
        "We send you one email to confirm your signature; it does not name this petition. Your address is stored encrypted, shared with nobody, and deleted when you confirm, unless you ask for news. With the link in the email you can withdraw your signature at any time."
      )
      : words(
        "We send you one email to confirm your signature, and one to thank you when you have. Your address is stored encrypted, shared with nobody, and deleted once they are sent, unless you ask for news. With the link in the first you can withdraw your signature at any time."
      )
  }

  /// A field that people do not see and programs fill in.
  private var honeypot: HTML {
    div(.class("website"), .aria(.hidden, "true")) {
      label(.for("website")) { words("Leave this field empty") }
      input(
        .id("website"), .type(.text), .name("website"), .value(""), .tabindex(-1),
        .autocomplete("off"))
    }
  }

  private var nameField: HTML {
    field(.name, label: words("Name"), isRequired: true) { attributes in
      input(
        .id("name"), .type(.text), .name("name"), .value(typed.name), .required,
        .autocomplete("name"), .dir(.auto), attributes.invalid, attributes.described)
    }
  }

  private var emailField: HTML {
    field(
      .email, label: words("Email"), isRequired: true,
      hint: words("Your email address will not be published.")
    ) { attributes in
      input(
        .id("email"), .type(.email), .name("email"), .value(typed.email), .required,
        .autocomplete("email"), .noSpellcheck, attributes.invalid, attributes.described)
    }
  }

  /// Fields that most people leave out, folded away until one of them is wanted.
  private var moreFields: HTML {
    let isOpen =
      !typed.reason.isEmpty || !typed.country.isEmpty
      || refusals.contains { $0.field == .reason || $0.field == .country }
    return details(.when(isOpen, .open)) {
      summary { words("Add a reason or your country (optional)") }
      countryField
      reasonField
    }
  }

  private var countryField: HTML {
    field(
      .country, label: words("Country"), isRequired: false
    ) { attributes in
      select(
        .id("country"), .name("country"), .autocomplete("country"), attributes.invalid,
        attributes.described
      ) {
        option(.value("")) { words("I prefer not to say") }
        for country in words.countries() {
          option(.value(country.code), .when(country.code == typed.country, .selected)) {
            country.name
          }
        }
      }
    }
  }

  private var reasonField: HTML {
    field(
      .reason, label: words("Why are you signing?"), isRequired: false,
      hint: words(
        "Up to {limit} characters. Shown next to your name if your name is public.",
        ["limit": words.number(SigningForm.reasonLimit)])
    ) { attributes in
      textarea(
        .id("reason"), .name("reason"), .rows(3), .dir(.auto),
        .maxlength(SigningForm.reasonLimit), attributes.invalid, attributes.described
      ) { typed.reason }
    }
  }

  private var audienceField: HTML {
    let chosen = Audience(rawValue: typed.audience) ?? petition.firstAudience
    let order = [petition.firstAudience] + Audience.allCases.filter { $0 != petition.firstAudience }
    return fieldset(.id("audience"), .class("field")) {
      legend { words("Who can see your name?") }
      message(for: .audience)
      for audience in order {
        p(.class("choice")) {
          input(
            .id("audience-\(audience.rawValue)"), .type(.radio), .name("audience"),
            .value(audience.rawValue), .when(audience == chosen, .checked))
          label(.for("audience-\(audience.rawValue)")) { words(audience) }
        }
      }
    }
  }

  private var reminderField: HTML {
    p(.class("choice")) {
      input(
        .id("remind"), .type(.checkbox), .name("remind"), .value("yes"),
        .when(typed.wantsReminder, .checked))
      label(.for("remind")) { words("Remind me once by email if I forget to confirm") }
    }
  }

  private var updatesField: HTML {
    p(.class("choice")) {
      input(
        .id("updates"), .type(.checkbox), .name("updates"), .value("yes"),
        .when(typed.wantsUpdates, .checked))
      label(.for("updates")) { words("Send me news about this petition by email") }
    }
  }

  private struct FieldAttributes<Tag> {
    let invalid: Attribute<Tag>
    let described: Attribute<Tag>
  }

  private func field<FieldTag>(
    _ field: SigningForm.Field, label text: String, isRequired: Bool, hint: String? = nil,
    control: (FieldAttributes<FieldTag>) -> HTML
  ) -> HTML {
    let name = field.rawValue
    let isRefused = refusals.contains { $0.field == field }
    let descriptions = (hint == nil ? [] : ["\(name)-hint"]) + (isRefused ? ["\(name)-error"] : [])
    let attributes = FieldAttributes<FieldTag>(
      invalid: .when(isRefused, .aria(.invalid, "true")),
      described: .when(
        !descriptions.isEmpty, .aria(.describedBy, descriptions.joined(separator: " "))))
    return div(.class(isRefused ? "field refused" : "field")) {
      label(.for(name)) {
        text
        if isRequired { span(.class("required"), .aria(.hidden, "true")) { " *" } }
      }
      message(for: field)
      control(attributes)
      if let hint { p(.class("hint"), .id("\(name)-hint")) { hint } }
    }
  }

  private func message(for field: SigningForm.Field) -> HTML {
    guard let refusal = refusals.first(where: { $0.field == field }) else { return .empty }
    return p(.class("error"), .id("\(field.rawValue)-error")) { words(refusal) }
  }
}
