import Localization
import Markup
import Petitions

/// The reasons of the public list, to be ticked.
struct ReasonBoxes {
  let words: Words
  let legend: String
  let reasons: [ReviewReason]
  /// The keys that are ticked.
  let chosen: [String]
  let messages: [FieldMessage]
  /// Whether a reason says that it hides the text of a petition.
  var marksHiding = false

  var html: HTML {
    let message = messages.first { $0.field == "reasons" }
    return fieldset(.id("reasons"), .class(message == nil ? "field" : "field refused")) {
      Markup.legend { legend }
      if let message { p(.class("error")) { message.text } }
      for reason in reasons where reason.isInUse { box(reason) }
    }
  }

  private func box(_ reason: ReviewReason) -> HTML {
    let id = "reason-\(reason.key.text)"
    return p(.class("choice")) {
      input(
        .id(id), .type(.checkbox), .name("reason"), .value(reason.key.text),
        .when(chosen.contains(reason.key.text), .checked))
      label(.for(id)) {
        words.text(of: reason)
        if marksHiding, reason.hidesText {
          " "
          small { words("(hides the text of a rejected petition)") }
        }
      }
    }
  }
}
