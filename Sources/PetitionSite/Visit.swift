import HTTPServer
import Localization
import PetitionStore
import Petitions

/// The language of an answer, and whether the address asked for it.
struct LanguageChoice: Sendable {
  let words: Words
  let isChosen: Bool

  /// - Parameters:
  ///   - acceptLanguage: what the browser prefers.
  ///   - asked: what the address asks for; a language that the site does not have is passed over.
  init(acceptLanguage: String?, asked: String?, in localizations: Localizations) {
    if let asked, let words = localizations.words(for: asked) {
      self.words = words
      isChosen = true
    } else {
      words = localizations.negotiate(acceptLanguage: acceptLanguage, preferred: nil)
      isChosen = false
    }
  }
}

/// One request with what was found out about it.
struct Visit: Sendable {
  let request: Request
  let language: LanguageChoice
  /// UTC milliseconds.
  let now: Int64
  /// Milliseconds of a clock that nobody sets.
  let uptime: Int64
  var context: PageContext
  /// Whether the body says that it is JSON.
  let hasJSONBody: Bool

  init(_ request: Request, on site: Site) {
    self.request = request
    language = LanguageChoice(
      acceptLanguage: request.headers["Accept-Language"], asked: request.query["lang"],
      in: site.localizations)
    now = site.effects.now()
    uptime = site.effects.uptime()
    context = PageContext(language, on: site, at: now)
    hasJSONBody = request.mediaType == "application/json"
  }

  var words: Words { language.words }
}
