import SQLDatabase

extension MovedTable {
  /// Petitions on their way, and what belongs to petitions beside their words.
  ///
  /// The words by which petitions are found are made anew by the first sweep.
  static let proposals = [
    MovedTable(
      "proposal", after: [noNumber], limit: 200,
      select: """
        SELECT id, link_hash, link, owner_id, petition_id, state, content, verdict, photo_id, language,
          submissions, created_at, changed_at, submitted_at, expires_at, submit_hash, submit_until,
          submit_tag
        FROM proposal
        WHERE id > $1
        ORDER BY id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO proposal (
            id, link_hash, link, owner_id, petition_id, state, content, verdict, photo_id, language,
            submissions, created_at, changed_at, submitted_at, expires_at, submit_hash, submit_until,
            submit_tag
          )
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
          """),
      emptying: "DELETE FROM proposal",
      numbering: "SELECT setval(pg_get_serial_sequence('proposal', 'id'), MAX(id)) FROM proposal"),
    MovedTable(
      "petition_detail", after: [noNumber], limit: 1_000,
      select: """
        SELECT petition_id, category, milestones, targets
        FROM petition_detail
        WHERE petition_id > $1
        ORDER BY petition_id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO petition_detail (petition_id, category, milestones, targets)
          VALUES ($1, $2, $3, $4)
          """),
      emptying: "DELETE FROM petition_detail"),
    MovedTable(
      "known_target", after: [noNumber], limit: 1_000,
      select: """
        SELECT id, name, office, country, contact, changed_at
        FROM known_target
        WHERE id > $1
        ORDER BY id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO known_target (id, name, office, country, contact, changed_at)
          VALUES ($1, $2, $3, $4, $5, $6)
          """),
      emptying: "DELETE FROM known_target",
      numbering:
        "SELECT setval(pg_get_serial_sequence('known_target', 'id'), MAX(id)) FROM known_target"),
  ]
}
