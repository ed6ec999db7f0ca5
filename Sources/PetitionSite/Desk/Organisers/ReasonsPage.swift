import Localization
import Markup
import PetitionStore
import Petitions

/// The reasons that signers gave, of which some can be put on the page of the petition.
struct ReasonsPage {
  let desk: DeskVisit
  let petition: Petition
  /// The page shows reasons before this place of the list; nil for the newest.
  let before: Int?
  let featured: [GivenReason]
  let reasons: [GivenReason]
  /// Whether there are earlier ones.
  let hasMore: Bool
  let message: FieldMessage?

  /// How many reasons stand on one page.
  static let size = 25

  private var words: Words { desk.words }
  private var route: DeskRoute { .organiser(.reasons(petition.slug, before: before)) }

  var bytes: [UInt8] {
    let title = words("Reasons: {title}", ["title": petition.wording.title])
    return DeskPage(desk: desk, title: title).bytes {
      FieldMessages(
        title: words("The reason was not put on the page"), messages: message.map { [$0] } ?? []
      ).html
      OrganiserTabs(desk: desk, petition: petition).html
      h1 { words("Reasons that signers gave") }
      p(.class("lead")) {
        words(
          "They stand on the public list, next to a name. Choose some for the page of the petition."
        )
      }
      if !featured.isEmpty {
        list("featured", words("On the page now"), featured)
      }
      if reasons.isEmpty {
        p { words("Nobody has given a public reason yet.") }
      } else {
        list("given", before == nil ? words("The newest") : words("Earlier ones"), reasons)
      }
      pager
    }
  }

  private func list(_ id: String, _ title: String, _ reasons: [GivenReason]) -> HTML {
    section(.aria(.labelledBy, id + "-heading")) {
      h2(.id(id + "-heading")) { title }
      ul(.class("rows")) { for reason in reasons { row(reason) } }
    }
  }

  private func row(_ reason: GivenReason) -> HTML {
    li {
      div {
        blockquote(.class("reason"), .dir(.auto)) { ReasonText(text: reason.text).html }
        p(.class("note")) {
          words.html(
            "{name}, number {ordinal}",
            ["name": isolated(reason.name), "ordinal": .text(words.number(reason.ordinal))])
        }
      }
      DeskForm(desk: desk, action: route).html {
        if reason.isFeatured {
          input(.type(.hidden), .name("unfeature"), .value(String(reason.ordinal)))
          button(.class("quiet"), label(reason)) { words("Take off the page") }
        } else {
          input(.type(.hidden), .name("feature"), .value(String(reason.ordinal)))
          button(.class("quiet"), label(reason)) { words("Put on the page") }
        }
      }
    }
  }

  /// The button's words alone would be the same for every reason.
  private func label(_ reason: GivenReason) -> Attribute<Tag.Button> {
    .aria(
      .label,
      reason.isFeatured
        ? words("Take off the page: the reason of {name}", ["name": reason.name])
        : words("Put on the page: the reason of {name}", ["name": reason.name]))
  }

  @HTMLBuilder private var pager: HTML {
    if before != nil || hasMore {
      nav(.class("pager"), .aria(.label, words("Pages"))) {
        ul {
          if before != nil {
            li { a(.href(link(nil))) { words("The newest") } }
          }
          if hasMore, let last = reasons.last {
            li { a(.href(link(last.ordinal))) { words("Earlier ones") } }
          }
        }
      }
    }
  }

  private func link(_ before: Int?) -> LocalizedLink {
    desk.context.link(.desk(.organiser(.reasons(petition.slug, before: before))))
  }
}
