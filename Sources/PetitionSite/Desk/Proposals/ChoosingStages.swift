import Localization
import Markup
import Petitions

/// The fourth step: the photo, and what can be chosen.
struct DetailsStage {
  private let draft: Draft

  private var words: Words { draft.words }

  /// Offers the language of the page where none was chosen.
  init(draft: Draft) {
    var offered = draft.content
    if offered.language.isEmpty { offered.language = draft.words.language.code }
    self.draft = draft.with(offered)
  }

  var html: HTML {
    DraftForm(desk: draft.desk, action: draft.action(.details)).html {
      photo
      draft.field(
        .photoCredit, words("Credit of the photo"),
        guide: words("Who made it, and by which right you use it. Needed with a photo.")
      ).line()
      draft.field(
        .photoDescription, words("What the photo shows"),
        guide: words("For people who do not see it. Needed with a photo.")
      ).line()
      draft.field(
        .language, words("Language of the petition"),
        guide: words("The one that you wrote it in.")
      ).choice(PetitionLanguages.choices, none: words("Choose a language"))
      draft.field(
        .category, words("Category"), guide: words("Under which readers will look for it.")
      ).choice(
        Category.allCases.map { ($0.rawValue, words($0)) }, none: words("Choose a category"))
      audience
      discretion
      draft.field(
        .closesOn, words("Last day to sign"),
        guide: words("Without one, it stays open until you close it."), isOptional: true
      ).day
      draft.field(
        .milestones, words("Milestones"),
        guide: words(
          "Numbers of signatures worth reaching, such as 100, 1000, 5000. Without them, the page chooses."
        ), isOptional: true
      ).line()
      StageButtons(words: words).html
    }
  }

  private var photo: HTML {
    let id = ProposalField.photo.formName
    return .sequence([
      draft.content.photo == nil ? .empty : current,
      draft.field(
        .photo, draft.content.photo == nil ? words("Photo") : words("Another photo"),
        guide: words(
          "JPEG, PNG or WebP, up to 10 MB and 50 megapixels. Place and camera are removed from it. A photo of the people or the place works best; no logos, no text."
        ), isOptional: true
      ).html { attributes in
        input(
          .id(id), .type(.file), .fieldName(id), .accept("image/jpeg,image/png,image/webp"),
          attributes.invalid, attributes.described)
      },
    ])
  }

  private var current: HTML {
    div(.class("current-photo")) {
      PhotoFigure(context: draft.desk.context, petition: draft.petition).html
      p(.class("choice")) {
        input(.id("remove-photo"), .type(.checkbox), .name("remove-photo"), .value("yes"))
        label(.for("remove-photo")) { words("Remove this photo") }
      }
    }
  }

  private var audience: HTML {
    draft.field(
      .audience, words("Who should see the names first?"),
      guide: words(
        "Each signer can choose otherwise. Choose “nobody” where a name on the list could bring somebody into danger."
      )
    ).choice(
      Audience.allCases.map { ($0.rawValue, words(offered: $0)) }, none: words("Not chosen"))
  }

  private var discretion: HTML {
    draft.field(
      .discretion, words("What emails say of the petition"),
      guide: words(
        "Mailboxes are read by partners, parents and employers, too. Choose “only this site” where it could harm somebody that they signed: then emails to signers name neither the petition nor its cause, unless you do so in news that you write, and nobody is thanked by email. The page itself stays as public as any other."
      )
    ).choice(Discretion.allCases.map { ($0.rawValue, words($0)) }, none: nil)
  }
}

/// The fifth step: who starts the petition.
struct AboutStage {
  let draft: Draft

  private var words: Words { draft.words }

  var html: HTML {
    DraftForm(desk: draft.desk, action: draft.action(.about)).html {
      draft.field(
        .name, words("Your name"), guide: words("For the moderators. It is not on the page.")
      ).line(autocomplete: .autocomplete("name"))
      draft.field(
        .email, words("Your email address"),
        guide: words(
          "A link is sent to it that makes the petition yours. It is stored encrypted, and shown to nobody but the people who look after this site."
        )
      ).line(.email, autocomplete: .autocomplete("email"))
      StageButtons(words: words).html
    }
  }
}
