import SQLDatabase

extension MovedTable {
  /// What people who run petitions have written, and the numbers that they see.
  static let organisers = [
    MovedTable(
      "confirmed_by_source", after: [noNumber, noText], limit: 5_000,
      select: """
        SELECT petition_id, source, confirmed
        FROM confirmed_by_source
        WHERE (petition_id, source) > ($1, $2)
        ORDER BY petition_id, source
        LIMIT $3
        """,
      insertion: RowInsertion(
        each: "INSERT INTO confirmed_by_source (petition_id, source, confirmed) VALUES ($1, $2, $3)"
      ),
      emptying: "DELETE FROM confirmed_by_source"),
    MovedTable(
      "never_confirmed", after: [noNumber], limit: 5_000,
      select: """
        SELECT petition_id, expired
        FROM never_confirmed
        WHERE petition_id > $1
        ORDER BY petition_id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: "INSERT INTO never_confirmed (petition_id, expired) VALUES ($1, $2)"),
      emptying: "DELETE FROM never_confirmed"),
    MovedTable(
      "petition_update", after: [noNumber], limit: 100,
      select: """
        SELECT id, petition_id, title, body, body_html, posted_at, changed_at
        FROM petition_update
        WHERE id > $1
        ORDER BY id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO petition_update (
            id, petition_id, title, body, body_html, posted_at, changed_at
          )
          VALUES ($1, $2, $3, $4, $5, $6, $7)
          """),
      emptying: "DELETE FROM petition_update",
      numbering: """
        SELECT setval(pg_get_serial_sequence('petition_update', 'id'), MAX(id)) FROM petition_update
        """),
    MovedTable(
      "petition_outcome", after: [noNumber], limit: 100,
      select: """
        SELECT petition_id, kind, text, text_html, closed_at
        FROM petition_outcome
        WHERE petition_id > $1
        ORDER BY petition_id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO petition_outcome (petition_id, kind, text, text_html, closed_at)
          VALUES ($1, $2, $3, $4, $5)
          """),
      emptying: "DELETE FROM petition_outcome"),
    MovedTable(
      "featured_reason", after: [noNumber, noNumber], limit: 5_000,
      select: """
        SELECT petition_id, ordinal, featured_at
        FROM featured_reason
        WHERE (petition_id, ordinal) > ($1, $2)
        ORDER BY petition_id, ordinal
        LIMIT $3
        """,
      insertion: RowInsertion(
        each: "INSERT INTO featured_reason (petition_id, ordinal, featured_at) VALUES ($1, $2, $3)"),
      emptying: "DELETE FROM featured_reason"),
  ]
}
