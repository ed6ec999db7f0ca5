import Localization
import Markup
import Petitions

/// The form for an update, and the updates that are there.
struct WriteUpdatePage {
  let desk: DeskVisit
  let petition: Petition
  let updates: [PetitionUpdate]
  let typed: UpdateForm
  let messages: [FieldMessage]

  private var words: Words { desk.words }
  private var route: DeskRoute { .organiser(.updates(petition.slug)) }

  var bytes: [UInt8] {
    let title = words("Write an update: {title}", ["title": petition.wording.title])
    return DeskPage(desk: desk, title: title, isRefused: !messages.isEmpty).bytes {
      FieldMessages(title: words("The update has not been posted yet"), messages: messages).html
      OrganiserTabs(desk: desk, petition: petition).html
      h1 { words("Write an update") }
      p(.class("lead")) {
        words("It stands on the page of the petition at once, for everybody, and in its feed.")
      }
      form
      if !updates.isEmpty { posted }
    }
  }

  private var form: HTML {
    DeskForm(desk: desk, action: route).html {
      UpdateFields(words: words, typed: typed, messages: messages).html
      button(.class("primary")) { words("Post the update") }
    }
  }

  private var posted: HTML {
    section(.aria(.labelledBy, "posted-heading")) {
      h2(.id("posted-heading")) { words("Posted so far") }
      ul(.class("rows")) {
        for update in updates {
          li {
            div {
              a(
                .href(
                  UpdateLink(page: desk.context.link(.updates(petition.slug)), update: update.id)),
                .lang(petition.language), .dir(.auto)
              ) { isolated(update.title) }
              p(.class("note")) { UpdateTime(context: desk.context, update: update).html }
              p {
                a(
                  .href(
                    desk.context.link(.desk(.organiser(.update(petition.slug, update.id))))),
                  .aria(.label, words("Change: {title}", ["title": update.title]))
                ) { words("Change") }
              }
            }
            DeskForm(desk: desk, action: route).html {
              input(.type(.hidden), .name("remove"), .value(String(update.id.rawValue)))
              button(
                .class("quiet danger"),
                .aria(.label, words("Take off: {title}", ["title": update.title]))
              ) { words("Take off") }
            }
          }
        }
      }
    }
  }
}
