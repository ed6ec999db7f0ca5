import Petitions
import SQLDatabase

/// What a committed transaction tells every process of the site about a petition.
enum PetitionNotice: Hashable {
  /// Something that public pages show is another.
  case changed(Petition.ID)
  /// The petition was closed, and its key destroyed.
  case closed(Petition.ID)
  /// The petition was taken down or brought back: also what is never asked for again, such as its photo,
  /// is another.
  case hidden(Petition.ID)

  /// The notice as a message: the petition's number, and a word where it was closed or hidden.
  var message: String {
    switch self {
    case .changed(let id): String(id.rawValue)
    case .closed(let id): "\(id.rawValue) closed"
    case .hidden(let id): "\(id.rawValue) hidden"
    }
  }

  /// Reads a message; nil for one that this version does not know.
  init?(message: String) {
    let parts = message.split(separator: " ", omittingEmptySubsequences: false)
    guard let number = parts.first.flatMap({ Int64($0) }) else { return nil }
    let id = Petition.ID(rawValue: number)
    switch parts.dropFirst() {
    case []: self = .changed(id)
    case ["closed"]: self = .closed(id)
    case ["hidden"]: self = .hidden(id)
    default: return nil
    }
  }
}

extension Transaction {
  /// Tells of a petition once the transaction is committed.
  func tell(_ notice: PetitionNotice) throws {
    try notify(notice.message)
  }
}
