public import Petitions
import SQLDatabase

extension Store {
  /// Open petitions that ask something similar, the most similar first.
  ///
  /// - Parameters:
  ///   - words: as ``SearchWords/query(title:goal:limit:)`` makes them.
  public func similarPetitions(to words: [String]) async throws -> [Petition] {
    guard !words.isEmpty else { return [] }
    let limits = limits.drafts
    return try await database.read { transaction in
      let rows = try Self.candidates(words, limit: limits.similarCandidates, in: transaction)
      let ranked = SearchWords.ranked(
        try rows.map { (id: $0, words: try $0.get(1) as String) }, by: words)
      return try PetitionRow.petitions(
        Array(ranked.prefix(limits.similarPetitions)), in: transaction)
    }
  }

  /// Petitions with any of the words, the best of them first by each engine's own measure.
  private static func candidates(
    _ words: [String], limit: Int, in transaction: any Transaction
  ) throws -> [Row] {
    switch transaction.dialect {
    case .sqlite:
      try transaction.query(
        """
        SELECT petition.id, petition_words.words
        FROM petition_search
        JOIN petition ON petition.id = petition_search.rowid
        JOIN petition_words ON petition_words.petition_id = petition.id
        WHERE petition_search MATCH $1 AND state = 'open'
        ORDER BY rank
        LIMIT $2
        """, words.map { "\"\($0)\"" }.joined(separator: " OR "), limit)
    case .postgresql:
      try transaction.query(
        """
        SELECT petition.id, words
        FROM petition_words
        JOIN petition ON petition.id = petition_id
        WHERE to_tsvector('simple', words) @@ to_tsquery('simple', $1) AND state = 'open'
        ORDER BY ts_rank(to_tsvector('simple', words), to_tsquery('simple', $1)) DESC, petition.id
        LIMIT $2
        """, words.joined(separator: " | "), limit)
    }
  }

  /// Keeps the words by which a petition is found, in the transaction that makes or changes it.
  static func index(
    _ petition: Petition.ID, _ wording: Wording, version: Int, in transaction: any Transaction
  ) throws {
    let words = (SearchWords.words(in: wording.title) + SearchWords.words(in: wording.goal))
      .joined(separator: " ")
    try transaction.execute(
      """
      INSERT INTO petition_words (petition_id, wording_version, words)
      VALUES ($1, $2, $3)
      ON CONFLICT (petition_id) DO UPDATE
      SET wording_version = excluded.wording_version, words = excluded.words
      """, petition.rawValue, version, words)
    // PostgreSQL has an index over the same column instead.
    guard transaction.dialect == .sqlite else { return }
    try transaction.execute("DELETE FROM petition_search WHERE rowid = $1", petition.rawValue)
    try transaction.execute(
      "INSERT INTO petition_search (rowid, words) VALUES ($1, $2)", petition.rawValue, words)
  }

  /// Adds the words of petitions that were made or changed without them, as by an earlier version.
  func indexPetitions() async throws {
    let limit = limits.drafts.indexedAtOnce
    let find: SQL = """
      SELECT petition.id
      FROM petition
      LEFT JOIN petition_words ON petition_words.petition_id = petition.id
        AND petition_words.wording_version = petition.wording_version
      WHERE state = 'open' AND petition_words.petition_id IS NULL
      LIMIT $1
      """
    // Most of the time there are none, which is to cost no write.
    guard try await database.read({ try !$0.query(find, 1).isEmpty }) else { return }
    try await database.write { transaction in
      let rows = try transaction.query(find, limit)
      for petition in try PetitionRow.petitions(rows, in: transaction) {
        try Self.index(
          petition.id, petition.wording, version: petition.wordingVersion, in: transaction)
      }
    }
  }
}
