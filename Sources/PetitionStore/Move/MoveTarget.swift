import SQLDatabase

/// A database that a site moves into; until the move is complete, nothing opens it as one.
struct MoveTarget: Sendable {
  let database: any Database
  private let marker: MoveMarker

  /// Marks an empty database, or empties what another move has left unfinished.
  ///
  /// - Throws: ``SiteMoveError/targetHoldsSite``.
  init(_ database: any Database, random: @escaping @Sendable (Int) -> [UInt8]) async throws {
    let marker = MoveMarker(random: random)
    self.database = database
    self.marker = marker
    try await database.migrate(Migrations.all)
    try await database.write { transaction in
      let known: [UInt8]? = try transaction.query("SELECT secret_check FROM site").first?.get(0)
      if let unfinished = known.flatMap(MoveMarker.init) {
        try unfinished.replace(with: marker.bytes, in: transaction)
        try Self.empty(in: transaction)
        return
      }
      let isEmpty = try transaction.query("SELECT id FROM petition LIMIT 1").isEmpty
      let isMarked = try transaction.execute(
        "INSERT INTO site (id, secret_check) VALUES (1, $1) ON CONFLICT (id) DO NOTHING",
        marker.bytes)
      guard isEmpty, isMarked == 1 else { throw SiteMoveError.targetHoldsSite }
    }
  }

  /// Adds rows of a table.
  func write(_ rows: [Row], to table: MovedTable) async throws {
    try await database.write { [marker] transaction in
      try marker.hold(in: transaction)
      try table.write(rows, in: transaction)
    }
  }

  /// Makes the database a site, with the numbers that go on after those that were given.
  func complete(_ snapshot: SiteSnapshot) async throws {
    try await database.write { [marker] transaction in
      try marker.replace(with: snapshot.check, in: transaction)
      switch transaction.dialect {
      case .sqlite:
        try transaction.execute("DELETE FROM sqlite_sequence WHERE name = 'outbox'")
        try transaction.execute(
          "INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', $1)", snapshot.lastMail)
      case .postgresql:
        for table in MovedTable.all {
          // Null, where there is no row, sets nothing.
          if let numbering = table.numbering { _ = try transaction.query(numbering) }
        }
        if snapshot.lastMail > 0 {
          _ = try transaction.query(
            "SELECT setval(pg_get_serial_sequence('outbox', 'id'), $1)", snapshot.lastMail)
        }
      }
    }
  }

  private static func empty(in transaction: any Transaction) throws {
    switch transaction.dialect {
    case .sqlite:
      for table in MovedTable.all.reversed() { try transaction.execute(table.emptying) }
    // With every table whose rows refer to these.
    case .postgresql:
      try transaction.execute(
        """
        TRUNCATE photo, account, outbox, suppressed_address, mail_total, site_switch, review_reason,
          known_target
        CASCADE
        """)
    }
  }
}
