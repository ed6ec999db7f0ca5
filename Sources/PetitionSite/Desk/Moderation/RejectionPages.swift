import HTTPServer
import Localization
import Markup
import PetitionStore
import Petitions

/// A petition that was turned down, with the reasons, for everybody.
struct RejectionPage {
  let desk: DeskVisit
  let rejection: Rejection
  let reasons: [ReviewReason]

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    let title = rejection.wording?.title ?? words("A petition that is not shown")
    return Layout(
      context: desk.context, title: words("Rejected: {title}", ["title": title]), isListed: false,
      head: link(.rel("stylesheet"), .href(desk.assets.styleSheet))
    ).page {
      p(.class("back")) {
        a(.href(desk.context.link(.desk(.moderation(.rejections))))) {
          words("Petitions that were rejected")
        }
      }
      Notice(
        kind: .caution, title: words("This petition was rejected"),
        text: .sequence([
          p { words("On {time}, for these reasons:", ["time": words.date(rejection.rejectedAt)]) },
          ReasonList(words, rejection.reasons, of: reasons).html,
        ])
      ).html
      if let wording = rejection.wording {
        text(wording)
      } else {
        h1 { title }
        p { words("Its text cannot be shown.") }
      }
    }
  }

  @HTMLBuilder private func text(_ wording: Wording) -> HTML {
    article(.class("reading"), .lang(rejection.language), .dir(.auto)) {
      h1 { wording.title }
      for target in wording.targets {
        p(.class("target")) {
          isolated(target.office.isEmpty ? target.name : target.name + ", " + target.office)
        }
      }
      p(.class("goal")) { wording.goal }
      if let story = rejection.storyHTML {
        div(.class("story")) { HTML.markdown(RenderedMarkdown(rendered: story)) }
      }
      blockquote {
        p { wording.letter.salutation }
        for paragraph in wording.letter.body { p { paragraph } }
        if !wording.letter.closing.isEmpty { p { wording.letter.closing } }
      }
    }
  }
}

/// The petitions that were turned down last.
struct RejectionsPage {
  let desk: DeskVisit
  let rejections: [Rejection]
  let reasons: [ReviewReason]

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    Layout(
      context: desk.context, title: words("Petitions that were rejected"),
      isListed: false, head: link(.rel("stylesheet"), .href(desk.assets.styleSheet))
    ).page {
      h1 { words("Petitions that were rejected") }
      if rejections.isEmpty { p { words("None so far.") } }
      ul(.class("queue")) {
        for rejection in rejections {
          li(.class("queue-item")) {
            h2 {
              a(.href(desk.context.link(.desk(.moderation(.rejection(rejection.number)))))) {
                if let wording = rejection.wording {
                  span(.lang(rejection.language)) { isolated(wording.title) }
                } else {
                  words("A petition that is not shown")
                }
              }
            }
            p {
              words.date(rejection.rejectedAt) + " · "
                + ReasonList(words, rejection.reasons, of: reasons).reasons
                .map { words.text(of: $0) }.joined(separator: " · ")
            }
          }
        }
      }
    }
  }
}

extension Site {
  func rejectionPage(_ number: Int64, _ desk: DeskVisit) async throws -> Response {
    guard let rejection = try await store.rejection(number) else { throw PageFailure.notFound }
    return personalPage(
      RejectionPage(
        desk: desk, rejection: rejection, reasons: try await store.reviewReasons()
      ).bytes)
  }

  func rejectionsPage(_ desk: DeskVisit) async throws -> Response {
    let page = RejectionsPage(
      desk: desk, rejections: try await store.rejections(limit: SiteLimits.petitionsOnPage),
      reasons: try await store.reviewReasons())
    return personalPage(page.bytes)
  }
}
