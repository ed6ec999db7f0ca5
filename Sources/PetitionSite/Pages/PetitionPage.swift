import Localization
import Markup
import Petitions

/// A petition: what is asked and why, the letter, the form, the list.
struct PetitionPage {
  let context: PageContext
  let petition: Petition
  let story: RenderedMarkdown
  let token: String
  let list: SignatureList
  let imported: ImportedNames
  var outcome: PetitionOutcome?
  let updates: UpdatesSection
  let reasons: FeaturedReasons
  var fragments = PetitionFragments()
  var typed = SigningForm()
  /// By which link the person came, where the address does not say so any more.
  var source: SourceCode?
  var refusals: [Refusal] = []
  /// What stands on top where the page is only shown as it will look; nobody signs there.
  var preview: HTML?

  var bytes: [UInt8] {
    let isOpen = petition.isOpen(at: context.now)
    let takesSignatures = isOpen && preview == nil && !context.pausesSigning
    return layout.page {
      if let preview { preview }
      if !isOpen { closedNotice }
      ErrorSummary(
        words: context.words, refusals: refusals,
        title: context.words("Your signature has not been sent yet")
      ).html
      div(.class("petition")) {
        article(.class("reading")) {
          fragments.html(.heading) { PetitionHeading(context: context, petition: petition).html }
          CountAndProgress(context: context, petition: petition).html
          fragments.html(.reading) { reading }
          if takesSignatures { fragments.html(.jump) { jump } }
        }
        if takesSignatures {
          div(.class("beside")) {
            SignForm(
              context: context, petition: petition, token: token, fragments: ownFragments,
              typed: typed, source: source, refusals: refusals
            ).html
          }
        }
        div(.class("below")) {
          fragments.html(.told) { .sequence([updates.html, reasons.html]) }
          list.html
          fragments.html(.below) {
            .sequence([
              imported.html,
              preview == nil ? links : .empty,
            ])
          }
        }
      }
    }
  }

  /// Where a page leads that others can find, too.
  private var links: HTML {
    .sequence([
      ShareLinks(context: context, petition: petition).html,
      HistoryLink(context: context, petition: petition).html,
      ModerationLinks(context: context, petition: petition).html,
    ])
  }

  /// What people read before they sign.
  private var reading: HTML {
    let call = petition.wording.callToSign
    return .sequence([
      importedNote,
      PhotoFigure(context: context, petition: petition).html,
      div(.class("story"), .lang(petition.language), .dir(.auto)) { HTML.markdown(story) },
      call.isEmpty
        ? .empty : p(.class("call"), .lang(petition.language), .dir(.auto)) { call },
      LetterView(context: context, petition: petition, name: nil).html,
    ])
  }

  private var jump: HTML {
    p(.class("jump")) {
      a(.class("primary"), .href(PageAnchor("sign"))) { context.words("Sign this petition") }
    }
  }

  /// A page with what somebody typed, or with messages, shares neither its head nor its form.
  private var ownFragments: PetitionFragments {
    refusals.isEmpty && typed == SigningForm() ? fragments : PetitionFragments()
  }

  private var importedNote: HTML {
    guard petition.importedCount > 0 else { return .empty }
    return p(.class("note")) {
      a(.href(PageAnchor("imported-heading"))) {
        context.words(
          "{count} signature from another site, not confirmed here",
          "{count} signatures from another site, not confirmed here", count: petition.importedCount)
      }
    }
  }

  private var layout: Layout {
    let prefix = refusals.isEmpty ? "" : context.words("Error:") + " "
    let own = ownFragments
    if preview != nil {
      return Layout(
        context: context, title: petition.wording.title, isListed: false, fragments: own)
    }
    return Layout(
      context: context, title: prefix + petition.wording.title,
      route: .petition(petition.slug), isListed: refusals.isEmpty,
      head: PetitionMetadata(context: context, petition: petition, fragments: own).html,
      fragments: own)
  }

  private var closedNotice: HTML {
    if let outcome {
      return OutcomeNotice(context: context, petition: petition, outcome: outcome).html
    }
    return Notice(
      kind: .caution, title: context.words("This petition is closed"),
      text: p {
        context.words(
          "It no longer accepts signatures. The list stays public."
        )
      }
    ).html
  }
}

/// The title, the targets and the goal.
struct PetitionHeading {
  let context: PageContext
  let petition: Petition

  var html: HTML {
    header(.class("petition-heading")) {
      h1(.lang(petition.language), .dir(.auto)) { petition.wording.title }
      p(.class("target")) { TargetLine(context: context, petition: petition).html }
      p(.class("goal")) {
        strong { context.words("Goal:") }
        " "
        span(.lang(petition.language), .dir(.auto)) { petition.wording.goal }
      }
      if let category = petition.category {
        p(.class("category")) {
          context.words.html(
            "Category: {category}",
            ["category": CategoryLink(context: context, category: category).html])
        }
      }
    }
  }
}

/// The photo in the sizes and formats that there are, with its credit.
struct PhotoFigure {
  let context: PageContext
  let petition: Petition

  var html: HTML {
    guard let photo = petition.photo, let smallest = photo.sizes.first else {
      // A credit without its photo is a part of the page that was brought along.
      return credit.map { credit in p(.class("note")) { credit } } ?? .empty
    }
    return figure(.class("photo")) {
      picture {
        source(
          .type(PhotoFormat.webp.mediaType), .srcset(candidates(.webp)),
          .sizes("(min-width: 44rem) 40rem, 100vw"))
        img(
          .src(route(smallest.width, .jpeg)), .srcset(candidates(.jpeg)),
          .sizes("(min-width: 44rem) 40rem, 100vw"), .width(smallest.width),
          .height(smallest.height), .alt(photo.alternativeText))
      }
      if let credit { figcaption { credit } }
    }
  }

  private var credit: HTML? {
    guard !petition.photoCredit.isEmpty else { return nil }
    return context.words.html("Photo Credit: {credit}", ["credit": isolated(petition.photoCredit)])
  }

  private func candidates(_ format: PhotoFormat) -> [(target: any LinkTarget, width: Int)] {
    (petition.photo?.sizes ?? []).map { (route($0.width, format), $0.width) }
  }

  private func route(_ width: Int, _ format: PhotoFormat) -> Route {
    .photo(id: petition.photo?.id ?? "", width: width, format: format)
  }
}
