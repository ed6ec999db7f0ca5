import SQLDatabase

extension Migrations {
  /// Passwords with their authenticator apps, recovery codes, passkeys, and what slows guessing down.
  static let accountProof = Migration(
    "0012 passwords and passkeys",
    sqlite: [
      """
      CREATE TABLE password (
        account_id INTEGER PRIMARY KEY REFERENCES account (id),
        hash BLOB NOT NULL,
        app_secret BLOB NOT NULL,
        last_step INTEGER NOT NULL,
        changed_at INTEGER NOT NULL
      ) STRICT
      """,
      """
      CREATE TABLE recovery_code (
        hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
        account_id INTEGER NOT NULL REFERENCES account (id)
      ) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX recovery_code_by_account ON recovery_code (account_id)",
      """
      CREATE TABLE passkey (
        id BLOB NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 1023),
        account_id INTEGER NOT NULL REFERENCES account (id),
        key BLOB NOT NULL,
        sign_count INTEGER NOT NULL CHECK (sign_count BETWEEN 0 AND 4294967295),
        is_backed_up INTEGER NOT NULL CHECK (is_backed_up IN (0, 1)),
        name BLOB NOT NULL,
        created_at INTEGER NOT NULL,
        used_at INTEGER
      ) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX passkey_by_account ON passkey (account_id, created_at)",
      """
      CREATE TABLE used_challenge (
        hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
        expires_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX used_challenge_by_expiry ON used_challenge (expires_at)",
      """
      CREATE TABLE failed_proof (
        account_id INTEGER PRIMARY KEY REFERENCES account (id),
        failures INTEGER NOT NULL CHECK (failures > 0),
        last_at INTEGER NOT NULL
      ) STRICT
      """,
      "CREATE INDEX failed_proof_by_age ON failed_proof (last_at)",
    ],
    postgresql: [
      """
      CREATE TABLE password (
        account_id BIGINT PRIMARY KEY REFERENCES account (id),
        hash BYTEA NOT NULL,
        app_secret BYTEA NOT NULL,
        last_step BIGINT NOT NULL,
        changed_at BIGINT NOT NULL
      )
      """,
      """
      CREATE TABLE recovery_code (
        hash BYTEA NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
        account_id BIGINT NOT NULL REFERENCES account (id)
      )
      """,
      "CREATE INDEX recovery_code_by_account ON recovery_code (account_id)",
      """
      CREATE TABLE passkey (
        id BYTEA NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 1023),
        account_id BIGINT NOT NULL REFERENCES account (id),
        key BYTEA NOT NULL,
        sign_count BIGINT NOT NULL CHECK (sign_count BETWEEN 0 AND 4294967295),
        is_backed_up BIGINT NOT NULL CHECK (is_backed_up IN (0, 1)),
        name BYTEA NOT NULL,
        created_at BIGINT NOT NULL,
        used_at BIGINT
      )
      """,
      "CREATE INDEX passkey_by_account ON passkey (account_id, created_at)",
      """
      CREATE TABLE used_challenge (
        hash BYTEA NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
        expires_at BIGINT NOT NULL
      )
      """,
      "CREATE INDEX used_challenge_by_expiry ON used_challenge (expires_at)",
      """
      CREATE TABLE failed_proof (
        account_id BIGINT PRIMARY KEY REFERENCES account (id),
        failures BIGINT NOT NULL CHECK (failures > 0),
        last_at BIGINT NOT NULL
      )
      """,
      "CREATE INDEX failed_proof_by_age ON failed_proof (last_at)",
    ])
}
