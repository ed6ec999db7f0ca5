import SQLDatabase

/// The schema, as the ordered list of the steps that made it; a step that has shipped is never edited.
enum Migrations {
  static let all = [
    Migration(
      "0001 petitions",
      sqlite: [
        """
        CREATE TABLE photo (
          id TEXT NOT NULL PRIMARY KEY,
          sizes TEXT NOT NULL,
          created_at INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE photo_file (
          photo_id TEXT NOT NULL REFERENCES photo (id),
          format TEXT NOT NULL CHECK (format IN ('webp', 'jpeg')),
          width INTEGER NOT NULL CHECK (width > 0),
          height INTEGER NOT NULL CHECK (height > 0),
          bytes BLOB NOT NULL,
          PRIMARY KEY (photo_id, format, width)
        ) STRICT
        """,
        """
        CREATE TABLE petition (
          id INTEGER PRIMARY KEY,
          unique_id BLOB NOT NULL UNIQUE CHECK (length(unique_id) = 16),
          slug TEXT NOT NULL UNIQUE,
          key_salt BLOB CHECK (length(key_salt) = 32),
          state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
          language TEXT NOT NULL,
          first_audience TEXT NOT NULL
            CHECK (first_audience IN ('public', 'target', 'organiser', 'nobody')),
          wording_version INTEGER NOT NULL CHECK (wording_version > 0),
          opened_at INTEGER NOT NULL,
          closes_at INTEGER,
          photo_id TEXT REFERENCES photo (id),
          photo_credit TEXT NOT NULL DEFAULT '',
          photo_alternative TEXT NOT NULL DEFAULT '',
          imported_count INTEGER NOT NULL DEFAULT 0 CHECK (imported_count >= 0),
          confirmed INTEGER NOT NULL DEFAULT 0 CHECK (confirmed >= withdrawn + removed),
          withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn >= 0),
          removed INTEGER NOT NULL DEFAULT 0 CHECK (removed >= 0),
          CHECK (state = 'closed' OR key_salt IS NOT NULL)
        ) STRICT
        """,
        """
        CREATE INDEX petition_by_age ON petition (state, opened_at)
        """,
        """
        CREATE INDEX petition_by_count ON petition (state, confirmed - withdrawn - removed)
        """,
        """
        CREATE TABLE wording (
          petition_id INTEGER NOT NULL REFERENCES petition (id),
          version INTEGER NOT NULL CHECK (version > 0),
          content TEXT NOT NULL,
          story_html TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          PRIMARY KEY (petition_id, version)
        ) STRICT
        """,
        """
        CREATE TABLE imported_name (
          petition_id INTEGER NOT NULL REFERENCES petition (id),
          position INTEGER NOT NULL CHECK (position > 0),
          name TEXT NOT NULL,
          PRIMARY KEY (petition_id, position)
        ) STRICT
        """,
      ],
      postgresql: []),
    Migration(
      "0002 signatures",
      sqlite: [
        """
        CREATE TABLE pending_signature (
          confirm_hash BLOB NOT NULL PRIMARY KEY CHECK (length(confirm_hash) = 32),
          petition_id INTEGER NOT NULL REFERENCES petition (id),
          wording_version INTEGER NOT NULL,
          duplicate_key BLOB NOT NULL CHECK (length(duplicate_key) = 32),
          commitment BLOB NOT NULL CHECK (length(commitment) = 32),
          withdrawal_hash BLOB NOT NULL CHECK (length(withdrawal_hash) = 32),
          audience TEXT NOT NULL CHECK (audience IN ('public', 'target', 'organiser', 'nobody')),
          country TEXT CHECK (length(country) = 2),
          wants_updates INTEGER NOT NULL CHECK (wants_updates IN (0, 1)),
          person BLOB NOT NULL,
          expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE INDEX pending_signature_by_address
          ON pending_signature (petition_id, duplicate_key)
        """,
        """
        CREATE INDEX pending_signature_by_expiry ON pending_signature (expires_at)
        """,
        """
        CREATE TABLE signature (
          petition_id INTEGER NOT NULL REFERENCES petition (id),
          ordinal INTEGER NOT NULL CHECK (ordinal > 0),
          state TEXT NOT NULL CHECK (state IN ('standing', 'withdrawn', 'removed')),
          wording_version INTEGER NOT NULL,
          confirm_hash BLOB NOT NULL UNIQUE CHECK (length(confirm_hash) = 32),
          duplicate_key BLOB CHECK (length(duplicate_key) = 32),
          commitment BLOB NOT NULL CHECK (length(commitment) = 32),
          withdrawal_hash BLOB NOT NULL CHECK (length(withdrawal_hash) = 32),
          audience TEXT NOT NULL CHECK (audience IN ('public', 'target', 'organiser', 'nobody')),
          country TEXT CHECK (length(country) = 2),
          wants_updates INTEGER NOT NULL CHECK (wants_updates IN (0, 1)),
          name TEXT CHECK (audience = 'public' OR name IS NULL),
          reason TEXT CHECK (audience = 'public' OR reason IS NULL),
          person BLOB,
          confirmed_at INTEGER NOT NULL,
          PRIMARY KEY (petition_id, ordinal),
          UNIQUE (petition_id, duplicate_key),
          CHECK (state <> 'standing' OR duplicate_key IS NOT NULL)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE confirmed_by_hour (
          petition_id INTEGER NOT NULL REFERENCES petition (id),
          hour INTEGER NOT NULL,
          confirmed INTEGER NOT NULL CHECK (confirmed > 0),
          PRIMARY KEY (petition_id, hour)
        ) STRICT
        """,
        """
        CREATE TABLE standing_by_country (
          petition_id INTEGER NOT NULL REFERENCES petition (id),
          country TEXT NOT NULL,
          standing INTEGER NOT NULL CHECK (standing >= 0),
          PRIMARY KEY (petition_id, country)
        ) STRICT
        """,
      ],
      postgresql: []),
    Migration(
      "0003 outbox",
      sqlite: [
        """
        CREATE TABLE outbox (
          -- Never given twice: a mail may be handed over after its row was deleted.
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          kind TEXT NOT NULL CHECK (kind IN ('confirm', 'already-signed')),
          state TEXT NOT NULL CHECK (state IN ('queued', 'accepted', 'failed')),
          submission BLOB NOT NULL CHECK (length(submission) = 16),
          address_tag BLOB NOT NULL CHECK (length(address_tag) = 16),
          sealed BLOB,
          attempts INTEGER NOT NULL DEFAULT 0,
          due_at INTEGER NOT NULL,
          created_at INTEGER NOT NULL,
          UNIQUE (submission, kind),
          CHECK ((state = 'queued') = (sealed IS NOT NULL))
        ) STRICT
        """,
        """
        CREATE INDEX outbox_by_address ON outbox (address_tag, created_at)
        """,
        """
        CREATE INDEX outbox_by_due ON outbox (due_at) WHERE state = 'queued'
        """,
        """
        CREATE INDEX outbox_by_age ON outbox (created_at)
        """,
      ],
      postgresql: []),
  ]
}
