import Localization
import Markup

/// A form that changes something, with the token of the session in it.
struct DeskForm {
  let desk: DeskVisit
  let action: DeskRoute
  /// Whether a file can be sent with it.
  var carriesFile = false

  /// The name of the field that binds a form to its session.
  static let tokenField = "session-token"

  func html(@HTMLBuilder content: () -> HTML) -> HTML {
    form(
      .method(.post), .action(desk.context.link(.desk(action))),
      .when(carriesFile, .enctype(.multipart)), .novalidate
    ) {
      if !desk.formToken.isEmpty {
        input(.type(.hidden), .name("session-token"), .value(desk.formToken))
      }
      content()
    }
  }
}

/// What is wrong with a form, beside a field or as a whole.
struct FieldMessage: Sendable, Hashable {
  /// The id of the field; nil for the form as a whole.
  let field: String?
  let text: String
}

/// All messages about a form on top of its page, each leading to its field.
struct FieldMessages {
  /// What has not happened.
  let title: String
  let messages: [FieldMessage]

  var html: HTML {
    guard !messages.isEmpty else { return .empty }
    return div(.class("notice caution"), .role("alert"), .aria(.labelledBy, "summary-title")) {
      p(.class("notice-title"), .id("summary-title")) { title }
      ul {
        for message in messages {
          li {
            if let field = message.field {
              a(.href(FieldPlace(field: field))) { message.text }
            } else {
              message.text
            }
          }
        }
      }
    }
  }
}

/// The place of a field on the page.
private struct FieldPlace: LinkTarget {
  let field: String
  var address: String { "#" + field }
}

/// A field with its label, its hint, and what is wrong with it.
struct DeskField {
  let id: String
  let label: String
  var hint: String?
  var isOptional = false
  let message: String?

  /// - Parameter messages: those about the whole form.
  init(
    _ id: String, label: String, hint: String? = nil, isOptional: Bool = false,
    messages: [FieldMessage]
  ) {
    self.id = id
    self.label = label
    self.hint = hint
    self.isOptional = isOptional
    message = messages.first { $0.field == id }?.text
  }

  /// What the control itself carries.
  struct Attributes<Tag> {
    let invalid: Attribute<Tag>
    let described: Attribute<Tag>
  }

  func html<Tag>(_ control: (Attributes<Tag>) -> HTML) -> HTML {
    let isRefused = message != nil
    let descriptions = (hint == nil ? [] : ["\(id)-hint"]) + (isRefused ? ["\(id)-error"] : [])
    let attributes = Attributes<Tag>(
      invalid: .when(isRefused, .aria(.invalid, "true")),
      described: .when(
        !descriptions.isEmpty, .aria(.describedBy, descriptions.joined(separator: " "))))
    return div(.class(isRefused ? "field refused" : "field")) {
      Markup.label(.for(id)) { label }
      if let hint { p(.class("hint"), .id("\(id)-hint")) { hint } }
      if let message { p(.class("error"), .id("\(id)-error")) { message } }
      control(attributes)
    }
  }
}
