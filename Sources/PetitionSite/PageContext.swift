import Localization
import Markup
import PetitionStore
import Petitions

/// What every page needs to know besides its own matter.
///
/// A class, since every part of a page holds it: copying its fields, which all threads share, would cost
/// more than the part.
final class PageContext: Sendable {
  let words: Words
  /// Every language that readers can choose.
  let languages: [Language]
  /// Whether the reader chose the language, so that links keep it.
  let isLanguageChosen: Bool
  let site: SiteSettings
  let styleSheet: Route
  /// The small picture in the tab; without it, browsers ask for a `favicon.ico` that is not there.
  let icon: Route
  /// UTC milliseconds.
  let now: Int64
  /// What somebody who is signed in sees on public pages; nil for everybody else.
  let toolbar: PageToolbar?

  init(
    words: Words, languages: [Language], isLanguageChosen: Bool, site: SiteSettings,
    styleSheet: Route, icon: Route, now: Int64, toolbar: PageToolbar? = nil

  /// The emergency switches that are on, which every page tells of.
  let switches: [SiteSwitch]

  init(
    words: Words, languages: [Language], isLanguageChosen: Bool, site: SiteSettings,
    styleSheet: Route, icon: Route, now: Int64, switches: [SiteSwitch] = []
  ) {
    self.words = words
    self.languages = languages
    self.isLanguageChosen = isLanguageChosen
    self.site = site
    self.styleSheet = styleSheet
    self.icon = icon
    self.now = now
    self.toolbar = toolbar
    self.switches = switches
  }

  /// What the pages of a site know in a language.
  convenience init(
    _ language: LanguageChoice, on site: Site, at now: Int64, toolbar: PageToolbar? = nil
  ) {
    self.init(
      words: language.words, languages: site.localizations.languages,
      isLanguageChosen: language.isChosen, site: site.settings, styleSheet: site.styleSheet,
      icon: site.icon, now: now, toolbar: toolbar)
      icon: site.icon, now: now, switches: site.store.lastSwitches.all(at: now))
  }

  /// A link that keeps the language the reader chose.
  func link(_ route: Route) -> LocalizedLink {
    LocalizedLink(route: route, language: isLanguageChosen ? words.language.code : nil)
  }

  /// The same page in another language.
  func link(_ route: Route, in language: Language) -> LocalizedLink {
    LocalizedLink(route: route, language: language.code)
  }

  /// The page's own address as others need it, in the language that the reader chose.
  func absoluteLink(_ route: Route) -> AbsoluteLink {
    AbsoluteLink(link(route), on: site)
  }

  /// The page's address in a language as others need it.
  func absoluteLink(_ route: Route, in language: Language) -> AbsoluteLink {
    AbsoluteLink(link(route, in: language), on: site)
  }

  var direction: TextDirection { words.language.isRightToLeft ? .rightToLeft : .leftToRight }
}

/// A bar for one person on a page that is public, and the file with its looks.
struct PageToolbar: Sendable {
  let html: HTML
  let styleSheet: Route
}

extension Words {
  /// A phrase with markup in its slots.
  func html(_ phrase: Phrase, _ slots: [String: HTML]) -> HTML {
    Self.html(pieces(phrase), slots)
  }

  static func html(_ pieces: [Piece], _ slots: [String: HTML]) -> HTML {
    .sequence(
      pieces.map { piece in
        switch piece {
        case .text(let text): .text(text)
        case .slot(let name): slots[name] ?? .text("{\(name)}")
        }
      })
  }
}

/// A person's name or another text whose direction is not known.
func isolated(_ text: String) -> HTML {
  bdi { text }
}
