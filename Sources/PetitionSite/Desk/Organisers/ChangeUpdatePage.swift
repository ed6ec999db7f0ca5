import Localization
import Markup
import Petitions

/// An update that was posted, to be changed or taken off.
struct ChangeUpdatePage {
  let desk: DeskVisit
  let petition: Petition
  let update: PetitionUpdate
  let typed: UpdateForm
  var messages: [FieldMessage] = []

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    let title = words("Change an update: {title}", ["title": petition.wording.title])
    return DeskPage(desk: desk, title: title, isRefused: !messages.isEmpty).bytes {
      FieldMessages(title: words("The update has not been changed yet"), messages: messages).html
      OrganiserTabs(desk: desk, petition: petition).html
      h1 { words("Change an update") }
      p(.class("lead")) {
        words(
          "The page and the feed show the new words at once, with the day of the change. Whoever has read the old ones in a feed may still have them, and emails that you sent about it stay as they are."
        )
      }
      p(.class("note")) { UpdateTime(context: desk.context, update: update).html }
      DeskForm(desk: desk, action: .organiser(.update(petition.slug, update.id))).html {
        input(.type(.hidden), .name("words-of"), .value(String(update.lastWordAt)))
        UpdateFields(words: words, typed: typed, messages: messages).html
        button(.class("primary")) { words("Save the change") }
      }
      removal
    }
  }

  private var removal: HTML {
    section(.class("panel"), .aria(.labelledBy, "removal-heading")) {
      h2(.id("removal-heading")) { words("Take it off") }
      p {
        words(
          "It is gone from the page and from the feed at once, and cannot be brought back. Whoever has read it still knows it; a correction is often the better way."
        )
      }
      DeskForm(desk: desk, action: .organiser(.updates(petition.slug))).html {
        input(.type(.hidden), .name("remove"), .value(String(update.id.rawValue)))
        button(.class("danger")) { words("Take the update off") }
      }
    }
  }
}

/// The title and the text of an update.
struct UpdateFields {
  let words: Words
  let typed: UpdateForm
  let messages: [FieldMessage]

  @HTMLBuilder var html: HTML {
    DeskField(
      "update-title", label: words("Title"),
      hint: words("What happened, in one line, such as: The council votes on 3 May."),
      messages: messages
    ).html { field in
      input(
        .id("update-title"), .type(.text), .name("title"), .value(typed.title), .required,
        .maxlength(UpdateForm.titleLimit), .dir(.auto), field.invalid, field.described)
    }
    DeskField(
      "update-body", label: words("Text"),
      hint: words(
        "An empty line begins a paragraph, **two stars** make bold, and [words](https://example.org) make a link."
      ), messages: messages
    ).html { field in
      textarea(
        .id("update-body"), .name("body"), .rows(10), .required, .dir(.auto), field.invalid,
        field.described
      ) { typed.body }
    }
  }
}
