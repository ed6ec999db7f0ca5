import Markup

/// A message that stands out at the top of a page.
struct Notice {
  enum Kind: String {
    case done
    case caution
  }

  let kind: Kind
  let title: String
  var text: HTML = .empty

  var html: HTML {
    div(.class("notice \(kind.rawValue)"), .role("status")) {
      p(.class("notice-title")) { title }
      text
    }
  }
}
