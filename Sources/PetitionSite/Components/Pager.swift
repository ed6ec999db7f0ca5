import Localization
import Markup
import Petitions

/// The links between the pages of a list: "1 of 68", numbers, previous and next.
struct Pager {
  let context: PageContext
  let page: ListPage
  let route: (Int) -> Route

  var html: HTML {
    guard page.pageCount > 1 else { return .empty }
    let words = context.words
    return nav(.class("pager"), .aria(.label, words("Pages of the list"))) {
      p {
        words(
          "{page} of {pages}",
          ["page": words.number(page.number), "pages": words.number(page.pageCount)])
      }
      ul {
        if page.number > 1 {
          li {
            a(.href(link(page.number - 1)), .rel("prev")) { words("Previous page") }
          }
        }
        for number in page.offeredNumbers { li { numberLink(number) } }
        if page.number < page.pageCount {
          li {
            a(.href(link(page.number + 1)), .rel("next")) { words("Next page") }
          }
        }
      }
    }
  }

  private func numberLink(_ number: Int?) -> HTML {
    guard let number else { return span { "…" } }
    let label = context.words("Page {page}", ["page": context.words.number(number)])
    return a(
      .href(link(number)), .aria(.label, label),
      .when(number == page.number, .aria(.current, "page"))
    ) { context.words.number(number) }
  }

  private func link(_ number: Int) -> LocalizedLink {
    context.link(route(number))
  }
}
