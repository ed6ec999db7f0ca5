import SQLDatabase

extension Store {
  /// Writes a consistent copy of the database to a new SQLite file, synced, while the site goes on.
  ///
  /// The secret is not in it. The file has its name only when it is complete.
  ///
  /// - Parameters:
  ///   - path: overwritten never.
  ///   - report: told of the progress, from any thread, where rows are copied one by one.
  /// - Throws: `DatabaseError` with the code `fileExists`, ``SiteMoveError``.
  public func backUp(
    to path: String, report: @escaping @Sendable (SiteMove.Progress) -> Void = { _ in }
  ) async throws {
    if let file = database as? SQLiteDatabase { return try await file.backup(to: path) }
    let move = try await SiteMove(of: database, random: random)
    try await SQLiteDatabase.makeFile(at: path) { copy in
      _ = try await move.run(to: copy, sourceMayChange: true, report: report)
    }
  }
}
