import Localization
import Markup

/// A page that says what went wrong and what helps.
struct MessagePage {
  let context: PageContext
  let title: String
  let text: [String]

  var bytes: [UInt8] {
    Layout(context: context, title: title, isListed: false).page {
      h1 { title }
      for paragraph in text { p(.class("lead")) { paragraph } }
      p { a(.href(context.link(.home))) { context.words("See the open petitions") } }
    }
  }
}
