import Localization
import Markup
import Petitions

/// The number of signatures, and how far it is to the next milestone.
struct CountAndProgress {
  let context: PageContext
  let petition: Petition

  var html: HTML {
    let words = context.words
    let count = petition.tally.count
    let milestone = petition.nextMilestone
    return div(.class("count")) {
      p(.class("count-number")) {
        if count == 0 {
          words("Be the first to sign")
        } else {
          words.countHTML(
            "{count} person has signed", "{count} people have signed", count: count)
        }
      }
      progress(
        .max(milestone), .value(count),
        .aria(.label, words("Progress towards the next milestone"))
      ) { words.percent(Double(count) / Double(milestone)) }
      p(.class("count-goal")) {
        words("Next milestone: {milestone}", ["milestone": words.number(milestone)])
      }
    }
  }
}

extension Words {
  /// A phrase about a number, with the number set apart.
  func countHTML(_ singular: Phrase, _ plural: Phrase, count: Int) -> HTML {
    Self.html(pieces(singular, plural, count: count), ["count": strong { number(count) }])
  }
}
