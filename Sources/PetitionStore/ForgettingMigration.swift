import SQLDatabase

extension Migrations {
  /// Which closed petitions still have to forget who waited to be confirmed.
  static let forgetting = Migration(
    "0014 forgetting",
    sqlite: [
      "ALTER TABLE petition ADD is_forgetting INTEGER NOT NULL DEFAULT 0 CHECK (is_forgetting IN (0, 1))",
      // A program may have ended before it forgot.
      "UPDATE petition SET is_forgetting = 1 WHERE state = 'closed'",
      "CREATE INDEX petition_forgetting ON petition (id) WHERE is_forgetting = 1",
    ],
    postgresql: [
      "ALTER TABLE petition ADD is_forgetting BIGINT NOT NULL DEFAULT 0 CHECK (is_forgetting IN (0, 1))",
      "UPDATE petition SET is_forgetting = 1 WHERE state = 'closed'",
      "CREATE INDEX petition_forgetting ON petition (id) WHERE is_forgetting = 1",
    ])
}
