import SQLDatabase

extension MovedTable {
  /// What was counted and removed, and the emergency switches.
  static let removals = [
    MovedTable(
      "removal", after: [noNumber], limit: 1_000,
      select: """
        SELECT id, petition_id, filter, state, reason, counted, removed, restored, first_ordinal,
          last_ordinal, next_ordinal, requester_id, agreer_id, counted_at, changed_at
        FROM removal
        WHERE id > $1
        ORDER BY id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO removal (
            id, petition_id, filter, state, reason, counted, removed, restored, first_ordinal,
            last_ordinal, next_ordinal, requester_id, agreer_id, counted_at, changed_at
          )
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
          """),
      emptying: "DELETE FROM removal",
      numbering: "SELECT setval(pg_get_serial_sequence('removal', 'id'), MAX(id)) FROM removal"),
    MovedTable(
      "site_switch", after: [noText], limit: 100,
      select: """
        SELECT kind, reason, since, until
        FROM site_switch
        WHERE kind > $1
        ORDER BY kind
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: "INSERT INTO site_switch (kind, reason, since, until) VALUES ($1, $2, $3, $4)"),
      emptying: "DELETE FROM site_switch"),
  ]
}
