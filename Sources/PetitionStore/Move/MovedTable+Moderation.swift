import SQLDatabase

extension MovedTable {
  /// What belongs to moderation.
  static let moderation = [
    MovedTable(
      "review_reason", after: [noText], limit: 1_000,
      select: """
        SELECT key, position, text, explanation, hides_text, is_in_use
        FROM review_reason
        WHERE key > $1
        ORDER BY key
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO review_reason (
            key, position, text, explanation, hides_text, is_in_use
          )
          VALUES ($1, $2, $3, $4, $5, $6)
          """),
      emptying: "DELETE FROM review_reason"),
    MovedTable(
      "review_claim", after: [noText, noNumber], limit: 1_000,
      select: """
        SELECT subject, subject_id, account_id, ends_at
        FROM review_claim
        WHERE (subject, subject_id) > ($1, $2)
        ORDER BY subject, subject_id
        LIMIT $3
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO review_claim (
            subject, subject_id, account_id, ends_at
          )
          VALUES ($1, $2, $3, $4)
          """),
      emptying: "DELETE FROM review_claim"),
    MovedTable(
      "review_note", after: [noNumber], limit: 1_000,
      select: """
        SELECT id, subject, subject_id, account_id, content, created_at
        FROM review_note
        WHERE id > $1
        ORDER BY id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO review_note (
            id, subject, subject_id, account_id, content, created_at
          )
          VALUES ($1, $2, $3, $4, $5, $6)
          """),
      emptying: "DELETE FROM review_note",
      numbering:
        "SELECT setval(pg_get_serial_sequence('review_note', 'id'), MAX(id)) FROM review_note"),
    MovedTable(
      "review_decision", after: [noNumber], limit: 1_000,
      select: """
        SELECT id, proposal_id, submission, verdict, reasons, message, account_id, decided_at
        FROM review_decision
        WHERE id > $1
        ORDER BY id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO review_decision (
            id, proposal_id, submission, verdict, reasons, message, account_id, decided_at
          )
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
          """),
      emptying: "DELETE FROM review_decision",
      numbering:
        "SELECT setval(pg_get_serial_sequence('review_decision', 'id'), MAX(id)) FROM review_decision"
    ),
    MovedTable(
      "scheduled_publication", after: [noNumber], limit: 1_000,
      select: """
        SELECT proposal_id, account_id, submission, publish_at
        FROM scheduled_publication
        WHERE proposal_id > $1
        ORDER BY proposal_id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO scheduled_publication (
            proposal_id, account_id, submission, publish_at
          )
          VALUES ($1, $2, $3, $4)
          """),
      emptying: "DELETE FROM scheduled_publication"),
    MovedTable(
      "rejection", after: [noNumber], limit: 100,
      select: """
        SELECT id, proposal_id, reasons, language, content, story_html, rejected_at
        FROM rejection
        WHERE id > $1
        ORDER BY id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO rejection (
            id, proposal_id, reasons, language, content, story_html, rejected_at
          )
          VALUES ($1, $2, $3, $4, $5, $6, $7)
          """),
      emptying: "DELETE FROM rejection",
      numbering: "SELECT setval(pg_get_serial_sequence('rejection', 'id'), MAX(id)) FROM rejection"),
    MovedTable(
      "amendment", after: [noNumber], limit: 100,
      select: """
        SELECT id, petition_id, from_version, state, content, purpose, account_id, proposed_at,
          decided_by, decided_at, confirmed, asks_signers
        FROM amendment
        WHERE id > $1
        ORDER BY id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO amendment (
            id, petition_id, from_version, state, content, purpose, account_id,
            proposed_at, decided_by, decided_at, confirmed, asks_signers
          )
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
          """),
      emptying: "DELETE FROM amendment",
      numbering: "SELECT setval(pg_get_serial_sequence('amendment', 'id'), MAX(id)) FROM amendment"),
    MovedTable(
      "renewal", after: [noNumber, noNumber, noNumber], limit: 5_000,
      select: """
        SELECT petition_id, ordinal, version, from_version, renewed_at
        FROM renewal
        WHERE (petition_id, ordinal, version) > ($1, $2, $3)
        ORDER BY petition_id, ordinal, version
        LIMIT $4
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO renewal (petition_id, ordinal, version, from_version, renewed_at)
          VALUES ($1, $2, $3, $4, $5)
          """),
      emptying: "DELETE FROM renewal"),
    MovedTable(
      "takedown", after: [noNumber], limit: 1_000,
      select: """
        SELECT id, petition_id, reasons, statement, account_id, taken_down_at, restored_at
        FROM takedown
        WHERE id > $1
        ORDER BY id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO takedown (
            id, petition_id, reasons, statement, account_id, taken_down_at, restored_at
          )
          VALUES ($1, $2, $3, $4, $5, $6, $7)
          """),
      emptying: "DELETE FROM takedown",
      numbering: "SELECT setval(pg_get_serial_sequence('takedown', 'id'), MAX(id)) FROM takedown"),
    MovedTable(
      "report", after: [noNumber], limit: 1_000,
      select: """
        SELECT id, petition_id, kind, content, created_at, closed_by, closed_at
        FROM report
        WHERE id > $1
        ORDER BY id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO report (
            id, petition_id, kind, content, created_at, closed_by, closed_at
          )
          VALUES ($1, $2, $3, $4, $5, $6, $7)
          """),
      emptying: "DELETE FROM report",
      numbering: "SELECT setval(pg_get_serial_sequence('report', 'id'), MAX(id)) FROM report"),
  ]
}
