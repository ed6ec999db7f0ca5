import SQLDatabase

extension Migrations {
  /// Signatures that were given once more, to words that were changed, and the asking for it.
  static let renewals = Migration(
    "0013 renewals",
    sqlite: [
      "ALTER TABLE amendment ADD asks_signers INTEGER NOT NULL DEFAULT 0 CHECK (asks_signers IN (0, 1))",
      // The version that signers are asked to sign; null for an organiser's news.
      "ALTER TABLE news ADD renewal_version INTEGER CHECK (renewal_version > 1)",
      "ALTER TABLE wording ADD renewed INTEGER NOT NULL DEFAULT 0 CHECK (renewed >= 0)",
      """
      CREATE TABLE renewal (
        petition_id INTEGER NOT NULL REFERENCES petition (id),
        ordinal INTEGER NOT NULL CHECK (ordinal > 0),
        version INTEGER NOT NULL CHECK (version > from_version),
        from_version INTEGER NOT NULL CHECK (from_version > 0),
        -- In full hours, as signatures.
        renewed_at INTEGER NOT NULL,
        PRIMARY KEY (petition_id, ordinal, version)
      ) STRICT, WITHOUT ROWID
      """,
    ],
    postgresql: [
      "ALTER TABLE amendment ADD asks_signers BIGINT NOT NULL DEFAULT 0 CHECK (asks_signers IN (0, 1))",
      "ALTER TABLE news ADD renewal_version BIGINT CHECK (renewal_version > 1)",
      "ALTER TABLE wording ADD renewed BIGINT NOT NULL DEFAULT 0 CHECK (renewed >= 0)",
      """
      CREATE TABLE renewal (
        petition_id BIGINT NOT NULL REFERENCES petition (id),
        ordinal BIGINT NOT NULL CHECK (ordinal > 0),
        version BIGINT NOT NULL CHECK (version > from_version),
        from_version BIGINT NOT NULL CHECK (from_version > 0),
        renewed_at BIGINT NOT NULL,
        PRIMARY KEY (petition_id, ordinal, version)
      )
      """,
    ])
}
