import EmailAddresses
import HTTPServer
import Localization
import PetitionStore
import Petitions

/// Who may do what.
extension Site {
  func peoplePage(_ desk: DeskVisit) async throws -> Response {
    try desk.requireFreshProof()
    return personalPage(PeoplePage(desk: desk, staff: try await store.staff()).bytes)
  }

  /// Finds the account of an address, or invites somebody.
  func changePeople(_ desk: DeskVisit) async throws -> Response {
    try desk.requireFreshProof()
    let form = try form(of: desk.request)
    var page = PeoplePage(desk: desk, staff: try await store.staff())
    let isSearch = form["action"] != "invite"
    if isSearch {
      page.typed.find = form["email"] ?? ""
    } else {
      page.typed = PeoplePage.Typed(form)
    }
    let email: EmailAddress
    do throws(EmailAddressError) {
      email = try EmailAddress(parsing: form["email"] ?? "")
    } catch {
      let text = desk.words(Refusal(error))
      page.messages = [FieldMessage(field: isSearch ? "find" : "email", text: text)]
      return personalPage(page.bytes, status: .unprocessable)
    }
    return isSearch ? try await find(email, page, desk) : try await invite(email, page, desk)
  }

  private func find(
    _ email: EmailAddress, _ page: PeoplePage, _ desk: DeskVisit
  ) async throws -> Response {
    guard let account = try await store.account(of: email) else {
      var page = page
      let text = desk.words("No account has this address.")
      page.messages = [FieldMessage(field: "find", text: text)]
      return personalPage(page.bytes, status: .unprocessable)
    }
    return redirect(to: desk.context.link(.desk(.account(.person(account.id)))))
  }

  private func invite(
    _ email: EmailAddress, _ page: PeoplePage, _ desk: DeskVisit
  ) async throws -> Response {
    var page = page
    let reason: String
    do throws(PersonChange.Problem) {
      reason = try PersonChange.reason(typed: page.typed.reason)
    } catch {
      page.messages = [FieldMessage(field: "reason", text: desk.words(error))]
      return personalPage(page.bytes, status: .unprocessable)
    }
    guard page.typed.name.utf8.count <= Account.nameLimit else {
      page.messages = [FieldMessage(field: "name", text: desk.words("This name is too long."))]
      return personalPage(page.bytes, status: .unprocessable)
    }
    let invited = try await store.invite(
      email, name: TypedText.line(page.typed.name), role: page.typed.role, reason: reason,
      language: desk.words.language.code, by: try desk.account.id, at: desk.now)
    guard invited.isNew else {
      let text = desk.words("This address has an account. Find it above to change it.")
      page.messages = [FieldMessage(field: "email", text: text)]
      return personalPage(page.bytes, status: .unprocessable)
    }
    return redirect(to: desk.context.link(.desk(.account(.people))))
  }

  func personPage(_ id: Account.ID, _ desk: DeskVisit) async throws -> Response {
    try desk.requireFreshProof()
    guard let person = try await store.person(id) else { throw PageFailure.notFound }
    return personalPage(PersonPage(desk: desk, person: person).bytes)
  }

  func changePerson(_ id: Account.ID, _ desk: DeskVisit) async throws -> Response {
    try desk.requireFreshProof()
    guard let person = try await store.person(id) else { throw PageFailure.notFound }
    let form = try form(of: desk.request)
    var page = PersonPage(desk: desk, person: person, typedReason: form["reason"] ?? "")
    guard let action = form["action"], let change = PersonChange(action, role: form["role"]) else {
      return personalPage(page.bytes, status: .unprocessable)
    }
    do {
      let reason = try PersonChange.reason(typed: page.typedReason)
      guard
        try await store.change(
          id, change, reason: reason, by: try desk.account.id, at: desk.now)
      else { throw PageFailure.notFound }
    } catch let problem as PersonChange.Problem {
      page.refused = action
      page.message = desk.words(problem)
      return personalPage(page.bytes, status: .unprocessable)
    }
    return redirect(to: desk.context.link(.desk(.account(.person(id)))))
  }
}

extension PersonChange {
  /// What a form asks for.
  init?(_ action: String, role: String?) {
    switch action {
    case "role":
      guard let role = role.flatMap(Role.init(rawValue:)) else { return nil }
      self = .role(role)
    case "suspend": self = .suspend
    case "resume": self = .resume
    case "reset": self = .reset
    default: return nil
    }
  }
}

extension PeoplePage.Typed {
  /// What stands in the form that invites.
  init(_ form: Form) {
    self.init(
      email: form["email"] ?? "", name: form["name"] ?? "",
      role: form["role"].flatMap(Role.init(rawValue:)) ?? .moderator,
      reason: form["reason"] ?? "")
  }
}
