import Localization
import Markup
import PetitionStore
import Petitions

/// A signer's own page: the number, the letter with the name, and what can be changed.
struct OwnSignaturePage {
  let context: PageContext
  let petition: Petition
  /// The petition with the words that were signed, whatever they were changed to since.
  let signed: Petition
  let signature: OwnSignature
  let token: String
  var notice: Notice?
  var refusals: [Refusal] = []
  var typedName: String?
  var typedAudience: Audience?

  private var words: Words { context.words }

  var bytes: [UInt8] {
    let prefix = refusals.isEmpty ? "" : words("Error:") + " "
    return Layout(
      context: context, title: prefix + words("Your signature"), isListed: false
    ).page {
      BackToPetition(context: context, petition: petition).html
      notice?.html
      switch signature.state {
      case .standing: standing
      case .withdrawn: withdrawn
      case .removed: removed
      }
    }
  }

  private var standing: HTML {
    .sequence([
      ErrorSummary(
        words: words, refusals: refusals, title: words("Your changes have not been saved")
      ).html,
      h1 {
        words(
          "Your signature is number {ordinal}",
          ["ordinal": words.number(signature.ordinal)])
      },
      p(.class("lead")) {
        words(
          "Thank you. Keep the email with the link to this page: it is the only way to change or withdraw your signature."
        )
      },
      petition.takenDownAt == nil
        ? letter
        : p { words("This petition was taken down. You can still withdraw your signature.") },
      given,
      changes,
      petition.isHidden ? .empty : ShareLinks(context: context, petition: petition).html,
    ])
  }

  private var letter: HTML {
    .sequence([
      EarlierWording(context: context, petition: petition, signed: signed, token: token).html,
      LetterView(context: context, petition: signed, name: signature.name).html,
    ])
  }

  private var changes: HTML {
    section(.class("changes"), .aria(.labelledBy, "changes-heading")) {
      h2(.id("changes-heading")) { words("Change your signature") }
      form(.method(.post), .action(own), .novalidate) {
        nameField
        fieldset(.id("audience"), .class("field")) {
          legend { words("Who can see your name?") }
          if refusals.contains(.audienceUnknown) {
            p(.class("error")) { words(.audienceUnknown) }
          }
          for audience in Audience.allCases {
            p(.class("choice")) {
              input(
                .id("audience-\(audience.rawValue)"), .type(.radio), .name("audience"),
                .value(audience.rawValue),
                .when(audience == typedAudience ?? signature.audience, .checked))
              label(.for("audience-\(audience.rawValue)")) { words(audience) }
            }
          }
        }
        updatesField
        button { words("Save the changes") }
      }
      withdrawalLink
    }
  }

  /// What else was given with the signature.
  private var given: HTML {
    guard !signature.reason.isEmpty || signature.country != nil else { return .empty }
    return dl(.class("given")) {
      if let country = signature.country {
        dt { words("Country") }
        dd { words.countryName(country) }
      }
      if !signature.reason.isEmpty {
        dt { words("Your reason") }
        dd(.dir(.auto)) { signature.reason }
      }
    }
  }

  /// Updates can be ended here; asked for they are with the form, while the address is known.
  private var updatesField: HTML {
    guard signature.wantsUpdates else { return .empty }
    return p(.class("choice")) {
      input(.id("updates"), .type(.checkbox), .name("updates"), .value("yes"), .checked)
      label(.for("updates")) { words("Send me news about this petition by email") }
    }
  }

  private var nameField: HTML {
    let refusal = refusals.first { $0.field == .name }
    return div(.class(refusal == nil ? "field" : "field refused")) {
      label(.for("name")) { words("Name") }
      if let refusal { p(.class("error"), .id("name-error")) { words(refusal) } }
      input(
        .id("name"), .type(.text), .name("name"), .value(typedName ?? signature.name), .required,
        .autocomplete("name"), .dir(.auto), .when(refusal != nil, .aria(.invalid, "true")),
        .when(refusal != nil, .aria(.describedBy, "name-error")))
    }
  }

  private var withdrawn: HTML {
    .sequence([
      h1 { words("Your signature has been withdrawn") },
      p(.class("lead")) {
        words(
          "Your name and your address have been deleted. Number {ordinal} is on the list as withdrawn, and the number of signatures is one lower.",
          ["ordinal": words.number(signature.ordinal)])
      },
    ])
  }

  private var removed: HTML {
    .sequence([
      h1 { words("Your signature has been removed") },
      p(.class("lead")) {
        words(
          "The people who run this site have removed signature number {ordinal}. It is no longer counted.",
          ["ordinal": words.number(signature.ordinal)])
      },
      p {
        words("You can still withdraw it: then your name and your address are deleted.")
      },
      withdrawalLink,
    ])
  }

  private var withdrawalLink: HTML {
    p {
      a(.class("danger"), .href(context.link(.withdraw(token: token)))) {
        words("Withdraw my signature")
      }
    }
  }

  private var own: LocalizedLink { context.link(.ownSignature(token: token)) }
}

/// Asks once whether to withdraw.
struct WithdrawPage {
  let context: PageContext
  let petition: Petition
  let signature: OwnSignature
  let token: String

  var bytes: [UInt8] {
    let words = context.words
    return Layout(context: context, title: words("Withdraw my signature"), isListed: false).page {
      h1 { words("Withdraw your signature?") }
      p(.class("lead")) {
        words(
          "Your name and your address will be deleted. Number {ordinal} will be on the list as withdrawn. This cannot be undone, but you can sign again.",
          ["ordinal": words.number(signature.ordinal)])
      }
      if signature.wantsUpdates {
        p { words("We send you one last email that says so.") }
      }
      form(.method(.post), .action(context.link(.withdraw(token: token)))) {
        button(.class("danger")) { words("Yes, withdraw my signature") }
      }
      p {
        a(.class("primary"), .href(context.link(.ownSignature(token: token)))) {
          words("No, keep my signature")
        }
      }
    }
  }
}
