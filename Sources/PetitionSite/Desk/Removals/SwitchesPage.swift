import Localization
import Markup
import Petitions

/// The emergency switches, each with its reason and its end.
struct SwitchesPage {
  /// What was typed and not taken.
  struct Refused {
    let kind: SiteSwitch.Kind
    let reason: String
    let hours: String
  }

  /// The most hours that a switch may be on by itself: a month.
  static let mostHours: Int64 = 744

  let desk: DeskVisit
  let switches: SiteSwitches
  var refused: Refused?

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    let title = words("Emergency switches")
    return DeskPage(
      desk: desk, title: title, isRefused: refused != nil
    ).bytes {
      h1 { title }
      FieldMessages(title: words("Nothing was switched"), messages: messages).html
      p(.class("note")) {
        words("Each takes effect at once, for everybody, and stands in the journal.")
      }
      for kind in SiteSwitch.Kind.allCases { part(kind) }
    }
  }

  private var messages: [FieldMessage] {
    guard let refused else { return [] }
    var messages: [FieldMessage] = []
    if SiteSwitch.reason(typed: refused.reason) == nil {
      messages.append(
        FieldMessage(
          field: "reason-\(refused.kind.rawValue)",
          text: words("Write a reason of at most 300 characters.")))
    } else {
      messages.append(
        FieldMessage(
          field: "hours-\(refused.kind.rawValue)",
          text: words("Write a number of hours from 1 to 744, or nothing.")))
    }
    return messages
  }

  private func part(_ kind: SiteSwitch.Kind) -> HTML {
    let on = switches.on(kind, at: desk.now)
    return section(.class("switch")) {
      h2 { SwitchWords(words: words).name(kind) }
      p { SwitchWords(words: words).meaning(kind) }
      if let on { onPart(on) } else { offPart(kind) }
    }
  }

  private func onPart(_ on: SiteSwitch) -> HTML {
    .sequence([
      p {
        strong { words("On since {time}", ["time": words.dateTime(on.since)]) }
        if let until = on.until {
          .text(" " + words("until {time}", ["time": words.dateTime(until)]))
        }
        .text(": ")
        isolated(on.reason)
      },
      form(on.kind, "off") { button(.class("primary")) { words("Switch off") } },
    ])
  }

  private func offPart(_ kind: SiteSwitch.Kind) -> HTML {
    let typed = refused.flatMap { $0.kind == kind ? $0 : nil }
    let reason = "reason-\(kind.rawValue)"
    let hours = "hours-\(kind.rawValue)"
    return form(kind, "on") {
      DeskField(
        reason, label: words("Reason"), hint: words("Everybody reads it on every page."),
        messages: messages
      ).html {
        input(
          .type(.text), .id(reason), .name("reason"), .value(typed?.reason ?? ""), $0.invalid,
          $0.described)
      }
      DeskField(
        hours, label: words("For how many hours"),
        hint: words("Leave it empty to switch it off yourself."), messages: messages
      ).html {
        input(
          .type(.text), .id(hours), .name("hours"), .value(typed?.hours ?? ""),
          .inputmode(.numeric), $0.invalid, $0.described)
      }
      button(.class("danger")) { words("Switch on") }
    }
  }

  private func form(
    _ kind: SiteSwitch.Kind, _ action: String, @HTMLBuilder content: () -> HTML
  ) -> HTML {
    DeskForm(desk: desk, action: .removal(.switches)).html {
      input(.type(.hidden), .name("switch"), .value(kind.rawValue))
      input(.type(.hidden), .name("action"), .value(action))
      content()
    }
  }
}

/// What the switches are called and do.
struct SwitchWords {
  let words: Words

  func name(_ kind: SiteSwitch.Kind) -> String {
    switch kind {
    case .pauseSigning: words("Pause signing")
    case .pauseStarting: words("Pause starting petitions")
    case .hideNames: words("Hide all names")
    case .readOnly: words("Read only")
    }
  }

  func meaning(_ kind: SiteSwitch.Kind) -> String {
    switch kind {
    case .pauseSigning:
      words("Nobody can sign. Links in emails that confirm a signature go on working.")
    case .pauseStarting: words("Nobody can start or submit a petition.")
    case .hideNames:
      words(
        "No name and no reason of a signer is shown on any page, in any feed or any download. Numbers stay."
      )
    case .readOnly:
      words("Nothing can be changed by anybody, except here. Pages can still be read.")
    }
  }

  /// What readers are told.
  func notice(_ kind: SiteSwitch.Kind) -> String {
    switch kind {
    case .pauseSigning: words("Signing is paused")
    case .pauseStarting: words("No new petitions can be started at the moment")
    case .hideNames: words("All names are hidden at the moment")
    case .readOnly: words("This site can only be read at the moment")
    }
  }
}
