import Localization
import Markup
import Petitions

/// One update with its date and all of its text.
struct UpdateArticle {
  let context: PageContext
  let petition: Petition
  let update: PetitionUpdate
  /// 2 where it stands right below the heading of the page, 3 below another heading.
  var headingRank = 2

  var html: HTML {
    article(.class("update"), .id("update-\(update.id.rawValue)")) {
      if headingRank == 2 {
        h2(.lang(petition.language), .dir(.auto)) { update.title }
      } else {
        h3(.lang(petition.language), .dir(.auto)) { update.title }
      }
      p(.class("note")) { UpdateTime(context: context, update: update).html }
      div(.class("story"), .lang(petition.language), .dir(.auto)) {
        HTML.markdown(RenderedMarkdown(rendered: update.bodyHTML))
      }
    }
  }
}

/// When an update was posted, and when it was changed.
struct UpdateTime {
  let context: PageContext
  let update: PetitionUpdate

  var html: HTML {
    guard let changedAt = update.changedAt else { return day(update.postedAt) }
    return .sequence([
      day(update.postedAt), .text(" · "),
      context.words.html("changed on {date}", ["date": day(changedAt)]),
    ])
  }

  private func day(_ at: Int64) -> HTML {
    time(.datetime(Timestamp.text(at))) { context.words.date(at) }
  }
}

/// The last updates on the page of a petition: the newest whole, the ones before as links.
struct UpdatesSection {
  let context: PageContext
  let petition: Petition
  let updates: [PetitionUpdate]
  /// How many there are.
  let count: Int

  var html: HTML {
    guard let newest = updates.first else { return .empty }
    let words = context.words
    return section(.class("updates"), .id("updates"), .aria(.labelledBy, "updates-heading")) {
      h2(.id("updates-heading")) { words("Updates") }
      UpdateArticle(context: context, petition: petition, update: newest, headingRank: 3).html
      if updates.count > 1 {
        ul(.class("earlier")) { for update in updates.dropFirst() { row(update) } }
      }
      p {
        a(.href(context.link(.updates(petition.slug)))) {
          words("{count} update on its own page", "All {count} updates", count: count)
        }
      }
    }
  }

  private func row(_ update: PetitionUpdate) -> HTML {
    li {
      a(
        .href(UpdateLink(page: context.link(.updates(petition.slug)), update: update.id)),
        .lang(petition.language), .dir(.auto)
      ) { isolated(update.title) }
      " "
      span(.class("note")) { UpdateTime(context: context, update: update).html }
    }
  }
}

/// The place of an update on the page of all.
struct UpdateLink: LinkTarget {
  let page: any LinkTarget
  let update: PetitionUpdate.ID

  var address: String { page.address + "#update-\(update.rawValue)" }
}
