/// Why a site was not moved; the source is as it was.
public enum SiteMoveError: Error, Sendable, Hashable, CustomStringConvertible {
  /// There is nothing to move.
  case sourceHoldsNoSite
  /// The schema is not the one that this program works with.
  case sourceIsOfAnotherVersion
  /// Something is where the site was to go.
  case targetHoldsSite
  /// Somebody changed the source while it was copied.
  case sourceChanged
  /// The connection was lost in the middle of the snapshot.
  case sourceLost
  /// Another move to the same database was begun.
  case targetTaken
  /// What was read back is not what was written.
  case targetDiffers(table: String)
  /// The numbers of some petition differ from its rows.
  case countsDiffer

  /// A sentence for the person who runs the site.
  public var description: String {
    switch self {
    case .sourceHoldsNoSite:
      "there is no site in the database to move from"
    case .sourceIsOfAnotherVersion:
      "the database to move from was made by another version: start its site once with this one, "
        + "stop it, and move then"
    case .targetHoldsSite:
      "the database to move to holds a site already: give an empty one"
    case .sourceChanged:
      "the site was running and has changed: stop it and move again"
    case .sourceLost:
      "the connection to the database to move from was lost: move again"
    case .targetTaken:
      "another move to the same database has begun"
    case .targetDiffers(let table):
      "what was read back from the table \(table) is not what was written"
    case .countsDiffer:
      "the numbers differ from the rows: recount the site that is to be moved"
    }
  }
}
