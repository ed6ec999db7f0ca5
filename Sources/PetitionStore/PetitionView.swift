public import Petitions
import SQLDatabase

/// All that a petition's own page shows, as it was at one moment.
public struct PetitionView: Sendable {
  /// The petition.
  public let petition: Petition
  /// The story as HTML, rendered when the wording was saved.
  public let storyHTML: String
  /// The first page of the public list.
  public let newestPage: ListPage
  /// The signatures on it, newest first.
  public let newest: [ListedSignature]
  /// What became of the petition; nil where nobody has said.
  public let outcome: PetitionOutcome?
  /// The last updates, the newest first.
  public let updates: [PetitionUpdate]
  /// How many updates there are.
  public let updateCount: Int
  /// The reasons that whoever runs the petition chose.
  public let featuredReasons: [GivenReason]
  /// The first page of the names brought from another system.
  public let importedPage: ListPage
  /// The names on it, in their order there.
  public let importedNames: [ImportedName]
}

extension Store {
  /// How many updates stand on the page of a petition itself.
  static let updatesOnPage = 3

  /// All that a petition's page shows, in one read; nil for an address without a petition.
  public func view(_ slug: Slug) async throws -> PetitionView? {
    try await database.read { transaction in
      guard let petition = try PetitionRow.petition(slug, in: transaction) else { return nil }
      let importedCount =
        petition.importedCount == 0
        ? 0 : try Self.lastImportedPosition(of: petition, in: transaction)
      guard let newestPage = ListPage(number: 1, lastOrdinal: petition.tally.confirmed),
        let importedPage = ListPage(number: 1, lastOrdinal: importedCount)
      else { return nil }
      return PetitionView(
        petition: petition, storyHTML: try Self.story(of: petition, in: transaction),
        newestPage: newestPage,
        newest: try Self.signatures(of: petition, newestPage, in: transaction),
        outcome: petition.state == .closed
          ? try Self.outcome(of: petition.id, in: transaction) : nil,
        updates: try Self.updates(
          of: petition.id, limit: Self.updatesOnPage, in: transaction),
        updateCount: try Self.updateCount(of: petition.id, in: transaction),
        featuredReasons: try Self.featuredReasons(of: petition.id, in: transaction),
        importedPage: importedPage,
        importedNames: importedCount == 0
          ? [] : try Self.importedNames(of: petition, importedPage, in: transaction))
    }
  }
}
