import SQLDatabase

extension Migrations {
  /// Lanes, states and budgets of mails, codes, news, and addresses that take no mail.
  static let mail = Migration(
    "0006 mail",
    sqlite: [
      "ALTER TABLE petition ADD is_discreet INTEGER NOT NULL DEFAULT 0 CHECK (is_discreet IN (0, 1))",
      "ALTER TABLE petition ADD bounced INTEGER NOT NULL DEFAULT 0 CHECK (bounced >= 0)",
      "ALTER TABLE pending_signature ADD language TEXT NOT NULL DEFAULT ''",
      "ALTER TABLE pending_signature ADD code_hash BLOB CHECK (length(code_hash) = 16)",
      "ALTER TABLE pending_signature ADD code_tries INTEGER NOT NULL DEFAULT 0",
      "ALTER TABLE pending_signature ADD code_expires_at INTEGER NOT NULL DEFAULT 0",
      """
      CREATE TABLE mail_total (
        outcome TEXT NOT NULL PRIMARY KEY
          CHECK (outcome IN ('accepted', 'deferred', 'failed', 'expired')),
        mails INTEGER NOT NULL CHECK (mails > 0)
      ) STRICT
      """,
      """
      CREATE TABLE suppressed_address (
        recipient_tag BLOB NOT NULL PRIMARY KEY CHECK (length(recipient_tag) = 16),
        reason TEXT NOT NULL CHECK (reason IN ('bounce', 'complaint')),
        since INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID
      """,
      // Without complaints, which never expire.
      """
      CREATE INDEX suppressed_address_by_age ON suppressed_address (since)
        WHERE reason = 'bounce'
      """,
      """
      CREATE TABLE news (
        id INTEGER PRIMARY KEY,
        petition_id INTEGER NOT NULL REFERENCES petition (id),
        kind TEXT NOT NULL CHECK (kind IN ('news', 'outcome')),
        subject TEXT NOT NULL,
        body TEXT NOT NULL,
        body_html TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('draft', 'sending', 'done', 'stopped')),
        tested_at INTEGER,
        created_at INTEGER NOT NULL,
        started_at INTEGER,
        last_ordinal INTEGER NOT NULL DEFAULT 0 CHECK (last_ordinal >= 0),
        next_ordinal INTEGER NOT NULL DEFAULT 1 CHECK (next_ordinal > 0),
        recipients INTEGER NOT NULL DEFAULT 0 CHECK (recipients >= 0),
        queued INTEGER NOT NULL DEFAULT 0 CHECK (queued >= accepted + failed + in_doubt),
        accepted INTEGER NOT NULL DEFAULT 0 CHECK (accepted >= 0),
        failed INTEGER NOT NULL DEFAULT 0 CHECK (failed >= 0),
        in_doubt INTEGER NOT NULL DEFAULT 0 CHECK (in_doubt >= 0),
        CHECK (state = 'draft' OR tested_at IS NOT NULL AND started_at IS NOT NULL)
      ) STRICT
      """,
      "CREATE INDEX news_by_state ON news (state, id)",
      """
      CREATE TABLE new_outbox (
        -- Never given twice: a mail may be handed over after its row was deleted.
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (
          kind IN ('confirm', 'already-signed', 'reminder', 'thanks', 'withdrawn', 'news')
        ),
        lane INTEGER NOT NULL CHECK (
          lane = CASE kind WHEN 'news' THEN 2 WHEN 'reminder' THEN 1 ELSE 0 END
        ),
        state TEXT NOT NULL CHECK (
          state IN ('queued', 'sending', 'deferred', 'accepted', 'failed', 'expired')
        ),
        -- Null, like the recipient's tag, for a mail that an earlier version has queued. No reference,
        -- which would be looked up for each mail: petitions are never deleted.
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
        id, kind, lane, state, submission, address_tag, sealed, attempts, due_at, created_at
      )
      SELECT id, kind, 0, state, submission, address_tag, sealed, attempts, due_at, created_at
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
      "ALTER TABLE petition ADD is_discreet BIGINT NOT NULL DEFAULT 0 CHECK (is_discreet IN (0, 1))",
      "ALTER TABLE petition ADD bounced BIGINT NOT NULL DEFAULT 0 CHECK (bounced >= 0)",
      "ALTER TABLE pending_signature ADD language TEXT NOT NULL DEFAULT ''",
      "ALTER TABLE pending_signature ADD code_hash BYTEA CHECK (length(code_hash) = 16)",
      "ALTER TABLE pending_signature ADD code_tries BIGINT NOT NULL DEFAULT 0",
      "ALTER TABLE pending_signature ADD code_expires_at BIGINT NOT NULL DEFAULT 0",
      """
      CREATE TABLE mail_total (
        outcome TEXT NOT NULL PRIMARY KEY
          CHECK (outcome IN ('accepted', 'deferred', 'failed', 'expired')),
        mails BIGINT NOT NULL CHECK (mails > 0)
      )
      """,
      """
      CREATE TABLE suppressed_address (
        recipient_tag BYTEA NOT NULL PRIMARY KEY CHECK (length(recipient_tag) = 16),
        reason TEXT NOT NULL CHECK (reason IN ('bounce', 'complaint')),
        since BIGINT NOT NULL
      )
      """,
      // Without complaints, which never expire.
      """
      CREATE INDEX suppressed_address_by_age ON suppressed_address (since)
        WHERE reason = 'bounce'
      """,
      """
      CREATE TABLE news (
        id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
        petition_id BIGINT NOT NULL REFERENCES petition (id),
        kind TEXT NOT NULL CHECK (kind IN ('news', 'outcome')),
        subject TEXT NOT NULL,
        body TEXT NOT NULL,
        body_html TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('draft', 'sending', 'done', 'stopped')),
        tested_at BIGINT,
        created_at BIGINT NOT NULL,
        started_at BIGINT,
        last_ordinal BIGINT NOT NULL DEFAULT 0 CHECK (last_ordinal >= 0),
        next_ordinal BIGINT NOT NULL DEFAULT 1 CHECK (next_ordinal > 0),
        recipients BIGINT NOT NULL DEFAULT 0 CHECK (recipients >= 0),
        queued BIGINT NOT NULL DEFAULT 0,
        accepted BIGINT NOT NULL DEFAULT 0 CHECK (accepted >= 0),
        failed BIGINT NOT NULL DEFAULT 0 CHECK (failed >= 0),
        in_doubt BIGINT NOT NULL DEFAULT 0 CHECK (in_doubt >= 0),
        CHECK (queued >= accepted + failed + in_doubt),
        CHECK (state = 'draft' OR tested_at IS NOT NULL AND started_at IS NOT NULL)
      )
      """,
      "CREATE INDEX news_by_state ON news (state, id)",
      "ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check",
      "ALTER TABLE outbox DROP CONSTRAINT outbox_state_check",
      "ALTER TABLE outbox DROP CONSTRAINT outbox_check",
      "ALTER TABLE outbox ADD lane BIGINT NOT NULL DEFAULT 0",
      "ALTER TABLE outbox ALTER lane DROP DEFAULT",
      // Null, like the recipient's tag, for a mail that an earlier version has queued. No reference,
      // which would be looked up for each mail: petitions are never deleted.
      "ALTER TABLE outbox ADD petition_id BIGINT",
      "ALTER TABLE outbox ADD news_id BIGINT REFERENCES news (id)",
      "ALTER TABLE outbox ADD recipient_tag BYTEA CHECK (length(recipient_tag) = 16)",
      "ALTER TABLE outbox ADD answer TEXT CHECK (length(answer) <= 200)",
      """
      ALTER TABLE outbox
        ADD CHECK (
          kind IN ('confirm', 'already-signed', 'reminder', 'thanks', 'withdrawn', 'news')
        ),
        ADD CHECK (lane = CASE kind WHEN 'news' THEN 2 WHEN 'reminder' THEN 1 ELSE 0 END),
        ADD CHECK (
          state IN ('queued', 'sending', 'deferred', 'accepted', 'failed', 'expired')
        ),
        ADD CHECK ((kind = 'news') = (news_id IS NOT NULL)),
        ADD CHECK ((state IN ('queued', 'sending', 'deferred')) = (sealed IS NOT NULL)),
        ADD CHECK (attempts >= 0)
      """,
      "DROP INDEX outbox_by_due",
      "DROP INDEX outbox_by_age",
    ] + outboxIndexes)

  static let outboxIndexes: [SQL] = [
    """
    CREATE INDEX outbox_by_due ON outbox (lane, due_at)
      WHERE state IN ('queued', 'sending', 'deferred')
    """,
    """
    CREATE INDEX outbox_by_age ON outbox (lane, created_at)
      WHERE state IN ('queued', 'sending', 'deferred')
    """,
    """
    CREATE INDEX outbox_by_news ON outbox (news_id)
      WHERE news_id IS NOT NULL AND state IN ('queued', 'sending', 'deferred')
    """,
    """
    CREATE INDEX outbox_by_end ON outbox (due_at)
      WHERE state IN ('accepted', 'failed', 'expired')
    """,
    "CREATE INDEX outbox_by_recipient ON outbox (recipient_tag, created_at)",
  ]
}
