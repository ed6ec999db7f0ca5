import Localization
import Markup
import Petitions

/// A petition in a list of petitions.
struct PetitionCard {
  let context: PageContext
  let petition: Petition
  /// 2 where the card stands right below the heading of the page, 3 below another heading.
  var headingRank = 3

  var html: HTML {
    article(.class("card")) {
      thumbnail
      if headingRank == 2 {
        h2(.class("card-title"), .lang(petition.language)) { title }
      } else {
        h3(.class("card-title"), .lang(petition.language)) { title }
      }
      p(.class("card-target")) { TargetLine(context: context, petition: petition).html }
      p(.lang(petition.language)) { petition.wording.goal }
      if let category = petition.category {
        p(.class("card-category")) { CategoryLink(context: context, category: category).html }
      }
      CountAndProgress(context: context, petition: petition).html
    }
  }

  /// The photo again, which the title already leads to: nothing for people who do not see it.
  private var thumbnail: HTML {
    guard let photo = petition.photo, let size = photo.sizes.first else { return .empty }
    return picture {
      source(
        .type(PhotoFormat.webp.mediaType),
        .srcset([(Route.photo(id: photo.id, width: size.width, format: .webp), size.width)]),
        .sizes("(min-width: 44rem) 22rem, 100vw"))
      img(
        .src(Route.photo(id: photo.id, width: size.width, format: .jpeg)), .width(size.width),
        .height(size.height), .alt(""))
    }
  }

  private var title: HTML {
    a(.href(context.link(.petition(petition.slug)))) { petition.wording.title }
  }
}

/// "Target: name, office", for one target or several.
struct TargetLine {
  let context: PageContext
  let petition: Petition

  var html: HTML {
    .sequence([
      strong { context.words("Target:") }, .text(" "),
      .sequence(
        petition.wording.targets.enumerated().flatMap { index, target in
          [.text(index == 0 ? "" : "; "), one(target)]
        }),
    ])
  }

  private func one(_ target: Target) -> HTML {
    span(.lang(petition.language), .dir(.auto)) {
      isolated(target.name)
      if !target.office.isEmpty {
        ", "
        target.office
      }
    }
  }
}
