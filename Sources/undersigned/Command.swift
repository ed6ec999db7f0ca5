import EmailAddresses
import PetitionStore
import Petitions
import SQLDatabase

/// What the program was asked to do.
enum Command {
  case help
  case serve
  case work
  case importPage(ImportOptions)
  case close(Slug)
  case recount
  case backup(path: String)
  case move(MoveOptions)
  case news(NewsCommand)
  case user(UserCommand)
  case doctorMail(EmailAddress?)
  case bounces(path: String)
  case forgetBounce(EmailAddress)
  case mails

  /// The text that explains every command and setting.
  static var usage: String {
    """
    undersigned serve
        the site, its jobs and its mail in one process
    undersigned work
        only jobs and mail, for a node that nobody visits
    undersigned import page FILE … [--photo FILE] [--photo-description TEXT]
                            [--language TAG] [--audience public|target|organiser|nobody]
                            [--closes YYYY-MM-DD] [--discreet]
        petitions from pages of another site; mails of a discreet one name only the site
    undersigned close ADDRESS
        ends signing of the petition /petitions/ADDRESS and destroys its key
    undersigned recount
        counts every number again from the rows and compares
    undersigned backup FILE
        copies the database to a new SQLite file while the site runs; the secret file is not in it
    undersigned move --from DATABASE --to DATABASE
        copies a whole site that is stopped into an empty database, from SQLite to PostgreSQL or
        back, and compares every row; DATABASE is a file or postgres://…
    undersigned doctor mail [EMAIL]
        looks whether mails can leave and arrive, and sends one to the address
    undersigned mails
        how many wait, what became of the others, and how many addresses do not exist
    undersigned bounces FILE
        reads reports about mails that came back, from an mbox file or a Maildir folder
    undersigned bounces --forget EMAIL
        lets an address get mails again
    \(NewsCommand.usage)
    \(UserCommand.usage)

    Settings are environment variables:

    """
      + Settings.keys.map { "  UNDERSIGNED_\($0.name)\n      \($0.meaning)\n" }.joined()
  }

  init(arguments: [String]) throws {
    var rest = arguments[...]
    switch rest.popFirst() {
    case "serve": self = .serve
    case "work": self = .work
    case "recount": self = .recount
    case "mails": self = .mails
    case "help", "--help", "-h": self = .help
    case "import":
      guard rest.popFirst() == "page" else { throw UsageError(message: "import what? page") }
      self = .importPage(try ImportOptions(arguments: Array(rest)))
      return
    case "close":
      guard let slug = rest.popFirst().flatMap(Slug.init(address:)) else {
        throw UsageError(message: "close needs the address of a petition")
      }
      self = .close(slug)
    case "backup":
      guard let path = rest.popFirst() else { throw UsageError(message: "backup needs a file") }
      self = .backup(path: path)
    case "move":
      self = .move(try MoveOptions(arguments: Array(rest)))
      return
    case "news":
      self = .news(try NewsCommand(arguments: Array(rest)))
      return
    case "user":
      self = .user(try UserCommand(arguments: Array(rest)))
      return
    case "bounces":
      guard let path = rest.popFirst() else { throw UsageError(message: "bounces needs a file") }
      self =
        path == "--forget"
        ? .forgetBounce(try Self.email(rest.popFirst() ?? "")) : .bounces(path: path)
    case "doctor":
      guard rest.popFirst() == "mail" else { throw UsageError(message: "doctor of what? mail") }
      self = .doctorMail(try rest.popFirst().map(Self.email))
    case nil: throw UsageError(message: "which command?")
    case let other?: throw UsageError(message: "there is no command \(other)")
    }
    guard rest.isEmpty else {
      throw UsageError(message: "too many words: \(rest.joined(separator: " "))")
    }
  }

  func run(_ settings: Settings) async throws {
    switch self {
    case .help: Terminal.print(Self.usage)
    case .serve: try await serveSite(settings)
    case .work: try await workForSite(settings)
    case .importPage(let options): try await importPages(options, settings)
    case .close(let slug):
      try await withStore(settings) { store, _ in
        try await store.close(slug, at: currentMilliseconds())
        Terminal.print("closed \(slug.text)")
      }
    case .recount: try await withStore(settings, recountAll)
    case .backup(let path):
      try await backUp(to: path, settings)
      Terminal.print("wrote \(path); keep the secret file, \(settings.secretPath), elsewhere")
    case .move(let options): try await moveSite(options)
    case .news(let command): try await doNews(command, settings)
    case .user(let command): try await doUser(command, settings)
    case .mails: try await showMails(settings)
    case .bounces(let path): try await takeBounces(path, settings)
    case .forgetBounce(let address): try await liftBounce(of: address, settings)
    case .doctorMail(let address): try await examineMail(address, settings)
    }
  }

  private static func email(_ text: String) throws -> EmailAddress {
    guard let email = try? EmailAddress(parsing: text) else {
      throw UsageError(message: "that is no email address")
    }
    return email
  }
}
