import Localization
import Markup
import Petitions

/// How the words of a petition changed, part by part, for people who see it and people who hear it.
struct DifferenceView {
  let words: Words
  let difference: WordingDifference
  /// The language of the words, a BCP 47 tag.
  let language: String

  var html: HTML {
    .sequence(
      difference.parts.map { changed in
        section(.class("difference")) {
          h3 { words(changed.part) }
          p(.class("difference-text"), .lang(language), .dir(.auto)) {
            for run in changed.difference.runs { html(of: run) }
          }
        }
      })
  }

  private func html(of run: TextDifference.Run) -> HTML {
    switch run.change {
    case .kept: .text(run.text)
    case .removed:
      del {
        span(.class("spoken"), .lang(words.language.code)) { words("[removed:]") + " " }
        run.text
      }
    case .added:
      ins {
        span(.class("spoken"), .lang(words.language.code)) { words("[added:]") + " " }
        run.text
      }
    }
  }
}
