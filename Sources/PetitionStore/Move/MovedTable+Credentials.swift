import SQLDatabase

extension MovedTable {
  /// By what people show who they are.
  static let credentials = [
    MovedTable(
      "password", after: [noNumber], limit: 1_000,
      select: """
        SELECT account_id, hash, app_secret, last_step, changed_at
        FROM password
        WHERE account_id > $1
        ORDER BY account_id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO password (account_id, hash, app_secret, last_step, changed_at)
          VALUES ($1, $2, $3, $4, $5)
          """),
      emptying: "DELETE FROM password"),
    MovedTable(
      "recovery_code", after: [noBytes], limit: 5_000,
      select: """
        SELECT hash, account_id
        FROM recovery_code
        WHERE hash > $1
        ORDER BY hash
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: "INSERT INTO recovery_code (hash, account_id) VALUES ($1, $2)"),
      emptying: "DELETE FROM recovery_code"),
    MovedTable(
      "passkey", after: [noBytes], limit: 1_000,
      select: """
        SELECT id, account_id, key, sign_count, is_backed_up, name, created_at, used_at
        FROM passkey
        WHERE id > $1
        ORDER BY id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO passkey (
            id, account_id, key, sign_count, is_backed_up, name, created_at, used_at
          )
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
          """),
      emptying: "DELETE FROM passkey"),
  ]
}
