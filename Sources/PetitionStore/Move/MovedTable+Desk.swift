import SQLDatabase

extension MovedTable {
  /// People with accounts.
  static let people = [
    MovedTable(
      "account", after: [noNumber], limit: 1_000,
      select: """
        SELECT id, email_tag, email, name, role, is_suspended, language, created_at
        FROM account
        WHERE id > $1
        ORDER BY id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO account (
            id, email_tag, email, name, role, is_suspended, language, created_at
          )
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
          """),
      emptying: "DELETE FROM account",
      numbering: "SELECT setval(pg_get_serial_sequence('account', 'id'), MAX(id)) FROM account")
  ]

  /// What was done at the desk.
  static let journal = [
    MovedTable(
      "journal", after: [noNumber], limit: 5_000,
      select: """
        SELECT id, event, account_id, petition_id, facts, is_public, at, sealed
        FROM journal
        WHERE id > $1
        ORDER BY id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO journal (id, event, account_id, petition_id, facts, is_public, at, sealed)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
          """),
      emptying: "DELETE FROM journal",
      numbering: "SELECT setval(pg_get_serial_sequence('journal', 'id'), MAX(id)) FROM journal")
  ]
}
