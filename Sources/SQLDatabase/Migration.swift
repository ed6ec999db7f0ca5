import Cryptography

/// One step of the schema, written once and never edited after it has shipped.
public struct Migration: Sendable {
  let name: String
  private let sqlite: [SQL]
  private let postgresql: [SQL]

  /// Takes a name that no other step has, and the statements for each engine, one per element.
  public init(_ name: StaticString, sqlite: [SQL], postgresql: [SQL]) {
    self.name = name.description
    self.sqlite = sqlite
    self.postgresql = postgresql
  }

  func statements(for dialect: Dialect) -> [SQL] {
    switch dialect {
    case .sqlite: sqlite
    case .postgresql: postgresql
    }
  }

  /// The hash by which an edit is noticed: over each statement's length and text, in order.
  func digest(for dialect: Dialect) -> String {
    var bytes: [UInt8] = []
    for statement in statements(for: dialect) {
      let text = Array(statement.description.utf8)
      withUnsafeBytes(of: UInt64(text.count).bigEndian) { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: text)
    }
    return Hex.encode(SHA256.hash(bytes))
  }
}

extension Database {
  /// Applies the migrations that the database has not seen, each in a transaction of its own.
  public func migrate(_ migrations: [Migration]) async throws {
    try await apply(migrations)
  }

  func apply(_ migrations: [Migration]) async throws {
    try await write { transaction in
      try lockSchema(in: transaction)
      switch transaction.dialect {
      case .sqlite:
        try transaction.execute(
          """
          CREATE TABLE IF NOT EXISTS schema_migration (
            position INTEGER NOT NULL PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            digest TEXT NOT NULL
          ) STRICT
          """)
      case .postgresql:
        try transaction.execute(
          """
          CREATE TABLE IF NOT EXISTS schema_migration (
            position BIGINT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            digest TEXT NOT NULL
          )
          """)
      }
      _ = try appliedCount(of: migrations, in: transaction)
    }
    for (position, migration) in migrations.enumerated() {
      try await write { transaction in
        try lockSchema(in: transaction)
        // Looked up again: another process may have applied it in the meantime.
        guard try appliedCount(of: migrations, in: transaction) == position else { return }
        for statement in migration.statements(for: transaction.dialect) {
          try transaction.execute(statement)
        }
        try transaction.execute(
          """
          INSERT INTO schema_migration (position, name, digest)
          VALUES ($1, $2, $3)
          """,
          position, migration.name, migration.digest(for: transaction.dialect))
      }
    }
  }
}

/// Lets other processes that bring the schema up to date wait until the transaction has ended.
private func lockSchema(in transaction: any Transaction) throws {
  switch transaction.dialect {
  // There only one can write at a time.
  case .sqlite: break
  // A number of no meaning, the same in every process.
  case .postgresql: _ = try transaction.query("SELECT pg_advisory_xact_lock(7390125446)")
  }
}

/// Counts the applied migrations after checking that they are the first ones of the list, unedited.
private func appliedCount(
  of migrations: [Migration], in transaction: any Transaction
) throws -> Int {
  let rows = try transaction.query(
    """
    SELECT name, digest
    FROM schema_migration
    ORDER BY position
    """)
  for (position, row) in rows.enumerated() {
    let name: String = try row.get(0)
    let digest: String = try row.get(1)
    guard position < migrations.count else {
      throw DatabaseError(
        .migration(name), "the database has a migration that this program does not know")
    }
    let migration = migrations[position]
    guard migration.name == name else {
      throw DatabaseError(
        .migration(name), "the program has another migration in the place of this applied one")
    }
    guard migration.digest(for: transaction.dialect) == digest else {
      throw DatabaseError(.migration(name), "this migration was edited after it had been applied")
    }
  }
  return rows.count
}
