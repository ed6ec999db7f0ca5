import Localization
import Markup
import PetitionStore
import Petitions

/// Asks why a petition is taken down.
struct TakeDownPage {
  let desk: DeskVisit
  let petition: Petition
  let reasons: [ReviewReason]
  let limits: ReviewLimits
  var form = TakeDownForm()
  var messages: [FieldMessage] = []

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    DeskPage(
      desk: desk, title: words("Take a petition down"), isRefused: !messages.isEmpty
    ).bytes {
      FieldMessages(title: words("Nothing was changed"), messages: messages).html
      h1 { words("Take a petition down") }
      p(.class("lead")) {
        a(.href(desk.context.link(.petition(petition.slug))), .lang(petition.language)) {
          isolated(petition.wording.title)
        }
      }
      p {
        words(
          "Its page, its photo, its count and its signatures disappear everywhere. At its address everybody reads the reasons instead. Nobody can sign it again, also not after it was brought back."
        )
      }
      DeskForm(desk: desk, action: .moderation(.takeDown(petition.slug))).html { fields }
    }
  }

  @HTMLBuilder private var fields: HTML {
    ReasonBoxes(
      words: words, legend: words("Reasons, which are published"), reasons: reasons,
      chosen: form.reasons, messages: messages
    ).html
    DeskField(
      "message", label: words("What else everybody is to know (optional)"),
      hint: words("It is published with the reasons."), messages: messages
    ).html { field in
      textarea(
        .id("message"), .name("message"), .rows(4), .dir(.auto), field.invalid, field.described
      ) { form.statement }
    }
    button(.class("danger")) { words("Take it down") }
  }
}

/// Asks once whether a petition is brought back.
struct RestorePage {
  let desk: DeskVisit
  let petition: Petition
  var messages: [FieldMessage] = []

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words("Bring a petition back")).bytes {
      FieldMessages(title: words("Nothing was changed"), messages: messages).html
      h1 { words("Bring a petition back") }
      p(.class("lead"), .lang(petition.language)) { isolated(petition.wording.title) }
      p { words("Everybody will see it again with its signatures. It stays closed.") }
      DeskForm(desk: desk, action: .moderation(.restore(petition.slug))).html {
        button(.class("primary")) { words("Bring it back") }
      }
    }
  }
}

/// Asks where readers of a petition are sent.
struct MergePage {
  let desk: DeskVisit
  let petition: Petition
  var typed = ""
  var messages: [FieldMessage] = []

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    DeskPage(
      desk: desk, title: words("Merge with another petition"), isRefused: !messages.isEmpty
    ).bytes {
      FieldMessages(title: words("Nothing was changed"), messages: messages).html
      h1 { words("Merge with another petition") }
      p(.class("lead")) {
        a(.href(desk.context.link(.petition(petition.slug))), .lang(petition.language)) {
          isolated(petition.wording.title)
        }
      }
      p {
        words(
          "It ends, and its address leads to the other one from now on. Its signatures stay with its own text: nobody has signed the other one. This cannot be undone."
        )
      }
      DeskForm(desk: desk, action: .moderation(.merge(petition.slug))).html {
        DeskField(
          "other", label: words("Address of the other petition"),
          hint: words("The whole address of its page, or its last part."), messages: messages
        ).html { field in
          input(
            .id("other"), .type(.text), .name("other"), .value(typed), .noSpellcheck,
            field.invalid, field.described)
        }
        button(.class("danger")) { words("Merge them") }
      }
    }
  }
}

/// What stands at the address of a petition that was taken down.
struct TakenDownPage {
  let context: PageContext
  let takedown: Takedown
  let reasons: [ReviewReason]

  private var words: Words { context.words }

  var bytes: [UInt8] {
    Layout(
      context: context, title: words("This petition was taken down"), isListed: false
    ).page {
      h1 { words("This petition was taken down") }
      p(.class("lead")) {
        words("On {time}, for these reasons:", ["time": words.date(takedown.takenDownAt)])
      }
      ReasonList(words, takedown.reasons, of: reasons).html
      for line in takedown.statement.split(separator: "\n") { p(.dir(.auto)) { String(line) } }
      p {
        a(.href(context.link(.desk(.moderation(.publicRules))))) {
          words("How petitions are judged")
        }
      }
    }
  }
}
