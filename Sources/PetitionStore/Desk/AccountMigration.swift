import SQLDatabase

extension Migrations {
  /// Accounts, the links and sessions by which people sign in, the journal, mails of the desk, who runs
  /// a petition, and how it may end.
  static let accounts = Migration(
    "0007 accounts",
    sqlite: [
      """
      CREATE TABLE account (
        id INTEGER PRIMARY KEY,
        email_tag BLOB NOT NULL UNIQUE CHECK (length(email_tag) = 16),
        email BLOB NOT NULL,
        name BLOB NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('organiser', 'moderator', 'administrator', 'reviewer')),
        is_suspended INTEGER NOT NULL DEFAULT 0 CHECK (is_suspended IN (0, 1)),
        language TEXT NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT
      """,
      """
      CREATE TABLE sign_in_link (
        hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
        account_id INTEGER NOT NULL REFERENCES account (id),
        goes_to TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX sign_in_link_by_account ON sign_in_link (account_id, created_at)",
      "CREATE INDEX sign_in_link_by_expiry ON sign_in_link (expires_at)",
      """
      CREATE TABLE session (
        hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
        account_id INTEGER NOT NULL REFERENCES account (id),
        strength TEXT NOT NULL CHECK (strength IN ('link', 'full')),
        browser TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        seen_at INTEGER NOT NULL,
        proved_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX session_by_account ON session (account_id, created_at)",
      "CREATE INDEX session_by_age ON session (seen_at)",
      """
      CREATE TABLE journal (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        event TEXT NOT NULL,
        account_id INTEGER REFERENCES account (id),
        petition_id INTEGER REFERENCES petition (id),
        facts TEXT NOT NULL,
        is_public INTEGER NOT NULL CHECK (is_public IN (0, 1)),
        at INTEGER NOT NULL
      ) STRICT
      """,
      "CREATE INDEX journal_by_petition ON journal (petition_id, id) WHERE petition_id IS NOT NULL",
      "CREATE INDEX journal_by_account ON journal (account_id, id) WHERE account_id IS NOT NULL",
      "ALTER TABLE petition ADD owner_id INTEGER REFERENCES account (id)",
      "ALTER TABLE petition ADD answered_at INTEGER CHECK (answered_at IS NULL OR state = 'closed')",
      "ALTER TABLE petition ADD taken_down_at INTEGER CHECK (taken_down_at IS NULL OR state = 'closed')",
      // No reference: a move writes petitions by their numbers, and none is ever deleted.
      "ALTER TABLE petition ADD merged_into INTEGER",
      "CREATE INDEX petition_by_owner ON petition (owner_id) WHERE owner_id IS NOT NULL",
      """
      CREATE TABLE new_outbox (
        -- Never given twice: a mail may be handed over after its row was deleted.
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (
          kind IN ('confirm', 'already-signed', 'reminder', 'thanks', 'withdrawn', 'news', 'desk')
        ),
        lane INTEGER NOT NULL CHECK (
          lane = CASE kind WHEN 'news' THEN 2 WHEN 'reminder' THEN 1 ELSE 0 END
        ),
        state TEXT NOT NULL CHECK (
          state IN ('queued', 'sending', 'deferred', 'accepted', 'failed', 'expired')
        ),
        -- Null for a mail of the desk and, like the recipient's tag, for one that an earlier version has
        -- queued. No reference, which would be looked up for each mail: petitions are never deleted.
        petition_id INTEGER,
        news_id INTEGER REFERENCES news (id) CHECK ((kind = 'news') = (news_id IS NOT NULL)),
        submission BLOB NOT NULL CHECK (length(submission) = 16),
        address_tag BLOB NOT NULL CHECK (length(address_tag) = 16),
        recipient_tag BLOB CHECK (length(recipient_tag) = 16),
        sealed BLOB CHECK ((state IN ('queued', 'sending', 'deferred')) = (sealed IS NOT NULL)),
        attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
        -- When to send it, or when a lease ends; afterwards, when it was settled.
        due_at INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        answer TEXT CHECK (length(answer) <= 200),
        UNIQUE (address_tag, submission, kind)
      ) STRICT
      """,
      """
      INSERT INTO new_outbox (
        id, kind, lane, state, petition_id, news_id, submission, address_tag, recipient_tag, sealed,
        attempts, due_at, created_at, answer
      )
      SELECT id, kind, lane, state, petition_id, news_id, submission, address_tag, recipient_tag, sealed,
        attempts, due_at, created_at, answer
      FROM outbox
      """,
      "DELETE FROM sqlite_sequence WHERE name = 'new_outbox'",
      """
      INSERT INTO sqlite_sequence (name, seq)
      SELECT 'new_outbox', seq
      FROM sqlite_sequence
      WHERE name = 'outbox'
      """,
      "DROP TABLE outbox",
      "ALTER TABLE new_outbox RENAME TO outbox",
    ] + outboxIndexes,
    postgresql: [
      """
      CREATE TABLE account (
        id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
        email_tag BYTEA NOT NULL UNIQUE CHECK (length(email_tag) = 16),
        email BYTEA NOT NULL,
        name BYTEA NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('organiser', 'moderator', 'administrator', 'reviewer')),
        is_suspended BIGINT NOT NULL DEFAULT 0 CHECK (is_suspended IN (0, 1)),
        language TEXT NOT NULL,
        created_at BIGINT NOT NULL
      )
      """,
      """
      CREATE TABLE sign_in_link (
        hash BYTEA NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
        account_id BIGINT NOT NULL REFERENCES account (id),
        goes_to TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL
      )
      """,
      "CREATE INDEX sign_in_link_by_account ON sign_in_link (account_id, created_at)",
      "CREATE INDEX sign_in_link_by_expiry ON sign_in_link (expires_at)",
      """
      CREATE TABLE session (
        hash BYTEA NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
        account_id BIGINT NOT NULL REFERENCES account (id),
        strength TEXT NOT NULL CHECK (strength IN ('link', 'full')),
        browser TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        seen_at BIGINT NOT NULL,
        proved_at BIGINT NOT NULL
      )
      """,
      "CREATE INDEX session_by_account ON session (account_id, created_at)",
      "CREATE INDEX session_by_age ON session (seen_at)",
      """
      CREATE TABLE journal (
        id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
        event TEXT NOT NULL,
        account_id BIGINT REFERENCES account (id),
        petition_id BIGINT REFERENCES petition (id),
        facts TEXT NOT NULL,
        is_public BIGINT NOT NULL CHECK (is_public IN (0, 1)),
        at BIGINT NOT NULL
      )
      """,
      "CREATE INDEX journal_by_petition ON journal (petition_id, id) WHERE petition_id IS NOT NULL",
      "CREATE INDEX journal_by_account ON journal (account_id, id) WHERE account_id IS NOT NULL",
      "ALTER TABLE petition ADD owner_id BIGINT REFERENCES account (id)",
      "ALTER TABLE petition ADD answered_at BIGINT CHECK (answered_at IS NULL OR state = 'closed')",
      "ALTER TABLE petition ADD taken_down_at BIGINT CHECK (taken_down_at IS NULL OR state = 'closed')",
      // No reference: a move writes petitions by their numbers, and none is ever deleted.
      "ALTER TABLE petition ADD merged_into BIGINT",
      "CREATE INDEX petition_by_owner ON petition (owner_id) WHERE owner_id IS NOT NULL",
      "ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check",
      """
      ALTER TABLE outbox
        ADD CONSTRAINT outbox_kind_check CHECK (
          kind IN ('confirm', 'already-signed', 'reminder', 'thanks', 'withdrawn', 'news', 'desk')
        )
      """,
    ])
}
