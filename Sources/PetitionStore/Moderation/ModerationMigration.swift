import SQLDatabase

extension Migrations {
  /// The public list of reasons, what is recorded of the queue, changes of texts, what was rejected or
  /// taken down, and what readers report.
  static let moderation = Migration(
    "0009 moderation",
    sqlite: [
      """
      CREATE TABLE review_reason (
        key TEXT NOT NULL PRIMARY KEY,
        position INTEGER NOT NULL,
        text TEXT NOT NULL,
        explanation TEXT NOT NULL,
        hides_text INTEGER NOT NULL CHECK (hides_text IN (0, 1)),
        is_in_use INTEGER NOT NULL CHECK (is_in_use IN (0, 1))
      ) STRICT
      """,
      """
      CREATE TABLE review_claim (
        subject TEXT NOT NULL CHECK (subject IN ('proposal', 'amendment')),
        subject_id INTEGER NOT NULL,
        account_id INTEGER NOT NULL REFERENCES account (id),
        ends_at INTEGER NOT NULL,
        PRIMARY KEY (subject, subject_id)
      ) STRICT
      """,
      """
      CREATE TABLE review_note (
        id INTEGER PRIMARY KEY,
        subject TEXT NOT NULL CHECK (subject IN ('proposal', 'amendment')),
        subject_id INTEGER NOT NULL,
        account_id INTEGER NOT NULL REFERENCES account (id),
        content BLOB NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT
      """,
      "CREATE INDEX review_note_by_subject ON review_note (subject, subject_id, id)",
      """
      CREATE TABLE review_decision (
        id INTEGER PRIMARY KEY,
        proposal_id INTEGER NOT NULL REFERENCES proposal (id),
        submission INTEGER NOT NULL,
        verdict TEXT NOT NULL CHECK (verdict IN ('return', 'reject', 'publish', 'schedule')),
        -- Keys of reasons, separated by spaces.
        reasons TEXT NOT NULL,
        message BLOB NOT NULL,
        account_id INTEGER REFERENCES account (id),
        decided_at INTEGER NOT NULL
      ) STRICT
      """,
      "CREATE INDEX review_decision_by_proposal ON review_decision (proposal_id, id)",
      """
      CREATE TABLE scheduled_publication (
        proposal_id INTEGER NOT NULL PRIMARY KEY REFERENCES proposal (id),
        account_id INTEGER NOT NULL REFERENCES account (id),
        submission INTEGER NOT NULL,
        publish_at INTEGER NOT NULL
      ) STRICT
      """,
      """
      CREATE TABLE rejection (
        id INTEGER PRIMARY KEY,
        proposal_id INTEGER NOT NULL UNIQUE REFERENCES proposal (id),
        reasons TEXT NOT NULL,
        language TEXT NOT NULL,
        -- The words and the story as HTML; null where the law or the rules forbid to show them.
        content TEXT,
        story_html TEXT CHECK ((story_html IS NULL) = (content IS NULL)),
        rejected_at INTEGER NOT NULL
      ) STRICT
      """,
      """
      CREATE TABLE amendment (
        id INTEGER PRIMARY KEY,
        petition_id INTEGER NOT NULL REFERENCES petition (id),
        from_version INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'declined')),
        -- Deleted once accepted, when the words stand as a wording, or declined.
        content BLOB CHECK ((content IS NOT NULL) = (state = 'waiting')),
        purpose BLOB NOT NULL,
        account_id INTEGER REFERENCES account (id),
        proposed_at INTEGER NOT NULL,
        decided_by INTEGER REFERENCES account (id),
        decided_at INTEGER,
        -- How many had signed when the words changed.
        confirmed INTEGER
      ) STRICT
      """,
      "CREATE UNIQUE INDEX amendment_waiting ON amendment (petition_id) WHERE state = 'waiting'",
      "CREATE INDEX amendment_by_petition ON amendment (petition_id, id)",
      """
      CREATE TABLE takedown (
        id INTEGER PRIMARY KEY,
        petition_id INTEGER NOT NULL REFERENCES petition (id),
        reasons TEXT NOT NULL,
        -- What everybody can read besides the reasons.
        statement TEXT NOT NULL,
        account_id INTEGER NOT NULL REFERENCES account (id),
        taken_down_at INTEGER NOT NULL,
        restored_at INTEGER
      ) STRICT
      """,
      "CREATE UNIQUE INDEX takedown_standing ON takedown (petition_id) WHERE restored_at IS NULL",
      """
      CREATE TABLE report (
        id INTEGER PRIMARY KEY,
        petition_id INTEGER NOT NULL REFERENCES petition (id),
        kind TEXT NOT NULL,
        content BLOB NOT NULL,
        created_at INTEGER NOT NULL,
        closed_by INTEGER REFERENCES account (id),
        closed_at INTEGER CHECK ((closed_at IS NULL) = (closed_by IS NULL))
      ) STRICT
      """,
      "CREATE INDEX report_open ON report (petition_id, id) WHERE closed_at IS NULL",
      "CREATE INDEX report_closed ON report (closed_at) WHERE closed_at IS NOT NULL",
      "CREATE INDEX petition_by_photo ON petition (photo_id) WHERE photo_id IS NOT NULL",
    ],
    postgresql: [
      """
      CREATE TABLE review_reason (
        key TEXT NOT NULL PRIMARY KEY,
        position BIGINT NOT NULL,
        text TEXT NOT NULL,
        explanation TEXT NOT NULL,
        hides_text BIGINT NOT NULL CHECK (hides_text IN (0, 1)),
        is_in_use BIGINT NOT NULL CHECK (is_in_use IN (0, 1))
      )
      """,
      """
      CREATE TABLE review_claim (
        subject TEXT NOT NULL CHECK (subject IN ('proposal', 'amendment')),
        subject_id BIGINT NOT NULL,
        account_id BIGINT NOT NULL REFERENCES account (id),
        ends_at BIGINT NOT NULL,
        PRIMARY KEY (subject, subject_id)
      )
      """,
      """
      CREATE TABLE review_note (
        id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
        subject TEXT NOT NULL CHECK (subject IN ('proposal', 'amendment')),
        subject_id BIGINT NOT NULL,
        account_id BIGINT NOT NULL REFERENCES account (id),
        content BYTEA NOT NULL,
        created_at BIGINT NOT NULL
      )
      """,
      "CREATE INDEX review_note_by_subject ON review_note (subject, subject_id, id)",
      """
      CREATE TABLE review_decision (
        id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
        proposal_id BIGINT NOT NULL REFERENCES proposal (id),
        submission BIGINT NOT NULL,
        verdict TEXT NOT NULL CHECK (verdict IN ('return', 'reject', 'publish', 'schedule')),
        -- Keys of reasons, separated by spaces.
        reasons TEXT NOT NULL,
        message BYTEA NOT NULL,
        account_id BIGINT REFERENCES account (id),
        decided_at BIGINT NOT NULL
      )
      """,
      "CREATE INDEX review_decision_by_proposal ON review_decision (proposal_id, id)",
      """
      CREATE TABLE scheduled_publication (
        proposal_id BIGINT NOT NULL PRIMARY KEY REFERENCES proposal (id),
        account_id BIGINT NOT NULL REFERENCES account (id),
        submission BIGINT NOT NULL,
        publish_at BIGINT NOT NULL
      )
      """,
      """
      CREATE TABLE rejection (
        id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
        proposal_id BIGINT NOT NULL UNIQUE REFERENCES proposal (id),
        reasons TEXT NOT NULL,
        language TEXT NOT NULL,
        -- The words and the story as HTML; null where the law or the rules forbid to show them.
        content TEXT,
        story_html TEXT CHECK ((story_html IS NULL) = (content IS NULL)),
        rejected_at BIGINT NOT NULL
      )
      """,
      """
      CREATE TABLE amendment (
        id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
        petition_id BIGINT NOT NULL REFERENCES petition (id),
        from_version BIGINT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'declined')),
        -- Deleted once accepted, when the words stand as a wording, or declined.
        content BYTEA CHECK ((content IS NOT NULL) = (state = 'waiting')),
        purpose BYTEA NOT NULL,
        account_id BIGINT REFERENCES account (id),
        proposed_at BIGINT NOT NULL,
        decided_by BIGINT REFERENCES account (id),
        decided_at BIGINT,
        -- How many had signed when the words changed.
        confirmed BIGINT
      )
      """,
      "CREATE UNIQUE INDEX amendment_waiting ON amendment (petition_id) WHERE state = 'waiting'",
      "CREATE INDEX amendment_by_petition ON amendment (petition_id, id)",
      """
      CREATE TABLE takedown (
        id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
        petition_id BIGINT NOT NULL REFERENCES petition (id),
        reasons TEXT NOT NULL,
        -- What everybody can read besides the reasons.
        statement TEXT NOT NULL,
        account_id BIGINT NOT NULL REFERENCES account (id),
        taken_down_at BIGINT NOT NULL,
        restored_at BIGINT
      )
      """,
      "CREATE UNIQUE INDEX takedown_standing ON takedown (petition_id) WHERE restored_at IS NULL",
      """
      CREATE TABLE report (
        id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
        petition_id BIGINT NOT NULL REFERENCES petition (id),
        kind TEXT NOT NULL,
        content BYTEA NOT NULL,
        created_at BIGINT NOT NULL,
        closed_by BIGINT REFERENCES account (id),
        closed_at BIGINT CHECK ((closed_at IS NULL) = (closed_by IS NULL))
      )
      """,
      "CREATE INDEX report_open ON report (petition_id, id) WHERE closed_at IS NULL",
      "CREATE INDEX report_closed ON report (closed_at) WHERE closed_at IS NOT NULL",
      "CREATE INDEX petition_by_photo ON petition (photo_id) WHERE photo_id IS NOT NULL",
    ])
}
