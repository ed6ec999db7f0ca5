import Localization
import Markup
import Petitions

/// All messages about a form on top of its page, each leading to its field.
///
/// A browser shows an answer from its top, where the form itself may be far away.
struct ErrorSummary {
  let words: Words
  let refusals: [Refusal]
  /// What has not happened.
  let title: String

  var html: HTML {
    guard !refusals.isEmpty else { return .empty }
    return div(.class("notice caution"), .role("alert"), .aria(.labelledBy, "summary-title")) {
      p(.class("notice-title"), .id("summary-title")) { title }
      ul {
        for refusal in refusals {
          li {
            if let field = refusal.field {
              a(.href(FieldAnchor(field: field))) { words(refusal) }
            } else {
              words(refusal)
            }
          }
        }
      }
    }
  }
}

/// The place of a field on the page.
private struct FieldAnchor: LinkTarget {
  let field: SigningForm.Field
  var address: String { "#" + field.rawValue }
}
