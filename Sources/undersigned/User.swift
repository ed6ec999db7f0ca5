import EmailAddresses
import PetitionSite
import PetitionStore
import Petitions

/// What is done to people's accounts from the command line.
enum UserCommand {
  /// Makes an account, or gives the one that is there another role, and prints a link that signs in.
  case add(EmailAddress, Role, name: String)
  case list
  case change(EmailAddress, PersonChange)

  /// The lines about it in the text that explains every command.
  static let usage = """
    undersigned user add --role organiser|moderator|administrator|reviewer EMAIL [--name NAME]
        makes an account, or gives one another role, and prints a link that signs in once, for a week;
        not for an account that is suspended
    undersigned user list
        everybody who works at the desk
    undersigned user suspend EMAIL
    undersigned user resume EMAIL
    undersigned user reset EMAIL
        lets nobody in with an account, lets in again, or takes passkeys and password away
    """

  init(arguments: [String]) throws {
    var rest = arguments[...]
    switch rest.popFirst() {
    case "add": self = try Self.addition(rest)
    case "list" where rest.isEmpty: self = .list
    case "suspend": self = .change(try Self.onlyEmail(rest), .suspend)
    case "resume": self = .change(try Self.onlyEmail(rest), .resume)
    case "reset": self = .change(try Self.onlyEmail(rest), .reset)
    default: throw UsageError(message: "user what? add, list, suspend, resume, reset")
    }
  }

  private static func addition(_ arguments: ArraySlice<String>) throws -> UserCommand {
    var rest = arguments
    var email: EmailAddress?
    var role: Role?
    var name = ""
    while let word = rest.popFirst() {
      switch word {
      case "--role":
        role = rest.popFirst().flatMap(Role.init(rawValue:))
        guard role != nil else {
          let roles = Role.allCases.map(\.rawValue).joined(separator: ", ")
          throw UsageError(message: "--role needs one of \(roles)")
        }
      case "--name":
        name = TypedText.line(rest.popFirst() ?? "")
        guard !name.isEmpty, name.utf8.count <= Account.nameLimit else {
          throw UsageError(message: "--name needs a name")
        }
      default:
        guard email == nil else { throw UsageError(message: "one email address at a time") }
        email = try Self.email(word)
      }
    }
    guard let email, let role else {
      throw UsageError(message: "user add needs --role and an email address")
    }
    return .add(email, role, name: name)
  }

  private static func onlyEmail(_ arguments: ArraySlice<String>) throws -> EmailAddress {
    guard let word = arguments.first, arguments.count == 1 else {
      throw UsageError(message: "one email address is needed")
    }
    return try email(word)
  }

  private static func email(_ text: String) throws -> EmailAddress {
    guard let email = try? EmailAddress(parsing: text) else {
      throw UsageError(message: "that is no email address")
    }
    return email
  }
}

/// Does what was asked for.
func doUser(_ command: UserCommand, _ settings: Settings) async throws {
  let site = try settings.site()
  switch command {
  case .add(let email, let role, let name):
    try await withStore(settings, mayCreate: true) { store, _ in
      let token = try await store.addAccountWithLink(
        email, name: name, role: role, language: "en", at: currentMilliseconds())
      guard let token else { throw SuspendedAccount(email: email) }
      Terminal.print(
        "Sign in as \(role.rawValue), once and within a week, with this link:\n  "
          + site.signInAddress(token: token))
    }
  case .list:
    try await withStore(settings) { store, _ in
      for person in try await store.staff() {
        let account = person.account
        let state = account.isSuspended ? " (suspended)" : ""
        Terminal.print("\(account.role.rawValue)\t\(account.email)\t\(account.name)\(state)")
      }
    }
  case .change(let email, let change):
    try await withStore(settings) { store, _ in
      guard let account = try await store.account(of: email) else { throw NoAccount() }
      _ = try await store.change(
        account.id, change, reason: "by a command", by: nil, at: currentMilliseconds())
      Terminal.print("done")
    }
  }
}

/// Nobody is let in with the account, so that no link is made for it.
struct SuspendedAccount: Error, CustomStringConvertible {
  let email: EmailAddress

  var description: String {
    """
    this account is suspended: nothing was changed, and no link would sign in. \
    To let it in again first: undersigned user resume \(email.text)
    """
  }
}

/// No account has the address.
struct NoAccount: Error, CustomStringConvertible {
  let description = "no account has this address"
}
