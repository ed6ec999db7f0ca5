import HTTPServer
import PetitionStore
import Petitions

extension Site {
  func switchesPage(_ desk: DeskVisit) async throws -> Response {
    personalPage(SwitchesPage(desk: desk, switches: try await store.switches()).bytes)
  }

  /// Turns one switch, by the button that was pressed.
  func turnSwitch(_ desk: DeskVisit) async throws -> Response {
    let form = try form(of: desk.request)
    let account = try desk.account.id
    guard let kind = form["switch"].flatMap(SiteSwitch.Kind.init) else {
      throw PageFailure.badForm(.malformed)
    }
    switch form["action"] {
    case "off": try await store.turnOff(kind, by: account, at: desk.now)
    case "on":
      guard let reason = SiteSwitch.reason(typed: form["reason"] ?? ""),
        let hours = Self.hours(form["hours"] ?? "")
      else {
        var page = SwitchesPage(desk: desk, switches: try await store.switches())
        page.refused = SwitchesPage.Refused(
          kind: kind, reason: form["reason"] ?? "", hours: form["hours"] ?? "")
        return personalPage(page.bytes, status: .unprocessable)
      }
      let until = hours == 0 ? nil : desk.now + hours * 3_600_000
      try await store.turnOn(
        SiteSwitch(kind: kind, reason: reason, since: desk.now, until: until), by: account,
        at: desk.now)
    default: throw PageFailure.badForm(.malformed)
    }
    return redirect(to: desk.context.link(.desk(.removal(.switches))))
  }

  /// A number of hours; 0 for no end, nil for what is none.
  private static func hours(_ text: String) -> Int64? {
    let text = TypedText.line(text.utf8.count > 20 ? "?" : text)
    if text.isEmpty { return 0 }
    guard let hours = Int64(text), (1...SwitchesPage.mostHours).contains(hours) else { return nil }
    return hours
  }
}
