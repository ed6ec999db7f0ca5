import SQLDatabase

extension Migrations {
  /// Reasons of the journal and the pages that links go on with lie sealed; a link may go to nobody.
  ///
  /// An empty blob marks a reason that the start of the site has yet to seal. Links that were not used
  /// yet lose the page that they go on with, and sign in all the same.
  static let sealedWords = Migration(
    "0016 sealed words",
    sqlite: [
      """
      CREATE TABLE new_sign_in_link (
        hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
        -- Null for a link that nobody gets, which takes as long to write as another.
        account_id INTEGER REFERENCES account (id),
        goes_to BLOB NOT NULL,
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID
      """,
      """
      INSERT INTO new_sign_in_link (hash, account_id, goes_to, created_at, expires_at)
      SELECT hash, account_id, x'', created_at, expires_at
      FROM sign_in_link
      """,
      "DROP TABLE sign_in_link",
      "ALTER TABLE new_sign_in_link RENAME TO sign_in_link",
      "CREATE INDEX sign_in_link_by_account ON sign_in_link (account_id, created_at)",
      "CREATE INDEX sign_in_link_by_expiry ON sign_in_link (expires_at)",
      "ALTER TABLE journal ADD sealed BLOB",
      """
      UPDATE journal
      SET sealed = x''
      WHERE event IN (
        'account-made', 'role-changed', 'account-suspended', 'account-resumed', 'credentials-reset'
      )
        AND facts LIKE '%"reason":%'
      """,
      "CREATE INDEX journal_to_seal ON journal (id) WHERE length(sealed) = 0",
    ],
    postgresql: [
      "ALTER TABLE sign_in_link ALTER account_id DROP NOT NULL",
      "ALTER TABLE sign_in_link DROP goes_to",
      "ALTER TABLE sign_in_link ADD goes_to BYTEA NOT NULL DEFAULT ''",
      "ALTER TABLE sign_in_link ALTER goes_to DROP DEFAULT",
      "ALTER TABLE journal ADD sealed BYTEA",
      """
      UPDATE journal
      SET sealed = ''
      WHERE event IN (
        'account-made', 'role-changed', 'account-suspended', 'account-resumed', 'credentials-reset'
      )
        AND facts LIKE '%"reason":%'
      """,
      "CREATE INDEX journal_to_seal ON journal (id) WHERE length(sealed) = 0",
    ])
}
