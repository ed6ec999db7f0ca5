import Localization
import Markup
import PetitionStore
import Petitions

/// The frame around every page: head, header, main part, footer.
struct Layout {
  let context: PageContext
  let title: String
  /// The page itself, for the links to other languages; nil where it is not to be found again.
  var route: Route?
  /// Whether search engines may list the page.
  var isListed = true
  /// What else stands in the head.
  var head: HTML = .empty
  /// Where the parts of the frame are kept that many pages share.
  var fragments = PetitionFragments()

  func page(@HTMLBuilder content: () -> HTML) -> [UInt8] {
    let words = context.words
    // Holds a usual page; the allocator tidies its whole heap whenever it gets back 64 KiB or more.
    return HTML.document(language: words.language.code, direction: context.direction) {
      headElement
      body {
        fragments.html(.header) { siteHeader }
        context.toolbar?.html
        main(.id("main"), .tabindex(-1)) {
          SwitchNotices(context: context).html
          content()
        }
        fragments.html(.footer) { siteFooter }
      }
    }.bytes(capacity: 49_152)
  }

  private var siteHeader: HTML {
    let words = context.words
    return .sequence([
      a(.class("skip-link"), .href(PageAnchor("main"))) { words("Skip to main content") },
      header(.class("site-header")) {
        a(.class("site-name"), .href(context.link(.home))) { context.site.name }
        nav(.aria(.label, words("This site"))) {
          a(.href(context.link(.petitions(.newest)))) { words("All petitions") }
          a(.href(context.link(.desk(.proposal(.start(from: nil)))))) { words("Start a petition") }
        }
      },
    ])
  }

  private var headElement: HTML {
    Markup.head {
      fragments.html(.head) { headStart }
      if let toolbar = context.toolbar { link(.rel("stylesheet"), .href(toolbar.styleSheet)) }
      self.head
    }
  }

  private var headStart: HTML {
    .sequence([
      meta(.charset),
      meta(.name("viewport"), .content("width=device-width, initial-scale=1")),
      Markup.title {
        title == context.site.name ? title : "\(title) · \(context.site.name)"
      },
      link(.rel("stylesheet"), .href(context.styleSheet)),
      link(.rel("icon"), .type("image/svg+xml"), .href(context.icon)),
      meta(.name("color-scheme"), .content("light dark")),
      isListed ? .empty : meta(.name("robots"), .content("noindex")),
      route.map(addresses) ?? .empty,
      link(.rel("alternate"), .type("application/atom+xml"), .href(Route.feed)),
    ])
  }

  /// The page's own address, and those of the same page in other languages.
  private func addresses(_ route: Route) -> HTML {
    .sequence(
      [link(.rel("canonical"), .href(context.absoluteLink(route)))]
        + context.languages.map { language in
          link(
            .rel("alternate"), .hreflang(language.code),
            .href(context.absoluteLink(route, in: language)))
        })
  }

  private var siteFooter: HTML {
    footer(.class("site-footer")) {
      p {
        context.words(
          "Reading and signing need no cookies here. This site loads nothing from other websites and never stores your IP address."
        )
      }
      if let route, context.languages.count > 1 {
        nav(.aria(.label, context.words("Languages"))) {
          ul(.class("languages")) {
            for language in context.languages {
              li { languageLink(language, to: route) }
            }
          }
        }
      }
    }
  }

  private func languageLink(_ language: Language, to route: Route) -> HTML {
    a(
      .href(context.link(route, in: language)), .lang(language.code), .hreflang(language.code),
      .when(language == context.words.language, .aria(.current, "true"))
    ) { language.nativeName }
  }
}
