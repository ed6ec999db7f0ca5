import Localization
import Markup
import PetitionStore
import Petitions

/// The petition's own page as it will look, marked as a preview.
struct DraftPreview {
  let desk: DeskVisit
  let content: ProposalContent
  let token: String
  /// The only page of a list with nothing on it.
  let empty: ListPage

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    let petition = content.petition(in: words, at: desk.now)
    let html = (try? Markdown.html(content.story)) ?? ""
    return PetitionPage(
      context: desk.context, petition: petition, story: RenderedMarkdown(rendered: html),
      token: "",
      list: SignatureList(
        context: desk.context, petition: petition, page: empty, signatures: []),
      imported: ImportedNames(
        context: desk.context, petition: petition, page: empty, names: []),
      updates: UpdatesSection(
        context: desk.context, petition: petition, updates: [], count: 0),
      reasons: FeaturedReasons(context: desk.context, reasons: []),
      preview: notice
    ).bytes
  }

  private var notice: HTML {
    Notice(
      kind: .caution, title: words("This is a preview"),
      text: p {
        words("Nobody can sign here, and nobody finds this page without your link.")
        " "
        a(.href(desk.context.link(.desk(.proposal(.draft(token: token)))))) {
          words("Back to the draft")
        }
      }
    ).html
  }
}
