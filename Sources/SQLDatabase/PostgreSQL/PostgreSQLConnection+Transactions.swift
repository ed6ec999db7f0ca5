extension PostgreSQLConnection {
  private static let beginReading: SQL = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
  private static let beginWriting: SQL = "BEGIN ISOLATION LEVEL READ COMMITTED"

  /// Runs a body on one snapshot.
  func read<T>(by deadline: Instant?, _ body: (any Transaction) throws -> T) throws -> T {
    let transaction = PostgreSQLTransaction(on: self, begin: Self.beginReading, deadline: deadline)
    // A snapshot has nothing to commit.
    defer { rollBack(by: deadline) }
    return try result(of: body, in: transaction)
  }

  /// Runs a body in a transaction and commits it.
  func write<T>(by deadline: Instant?, _ body: (any Transaction) throws -> T) throws -> T {
    let transaction = PostgreSQLTransaction(on: self, begin: Self.beginWriting, deadline: deadline)
    let result: T
    do {
      result = try self.result(of: body, in: transaction)
    } catch let error as DatabaseError where error.code == .readOnly {
      // The server was made a standby of another one since.
      discard()
      throw DatabaseError(.unreachable, "the server takes no writes", mayBeTriedAgain: true)
    } catch {
      rollBack(by: deadline)
      throw error
    }
    if transaction.hasBegun { try commit(by: deadline) }
    return result
  }

  private func result<T>(
    of body: (any Transaction) throws -> T, in transaction: PostgreSQLTransaction
  ) throws -> T {
    let result: T
    do {
      result = try body(transaction)
    } catch {
      // What the first failing statement threw tells more than what the body made of it.
      try transaction.finish()
      throw error
    }
    try transaction.finish()
    return result
  }

  private func commit(by deadline: Instant?) throws(DatabaseError) {
    forgetWarnings()
    let outcomes: [PostgreSQLOutcome]
    do throws(DatabaseError) {
      outcomes = try execute([("COMMIT", [])], by: deadline)
    } catch {
      rollBack(by: deadline)
      // An answer that says why says also that nothing was committed.
      guard isBroken else { throw error }
      throw DatabaseError(.outcomeUnknown, "the commit was not answered: \(error.reason)")
    }
    guard outcomes.first?.command == "COMMIT" else {
      throw DatabaseError(.statement, "the transaction had failed before its commit")
    }
    // The server warns when it has given up waiting for the standby.
    guard !hasWarned else {
      throw DatabaseError(.outcomeUnknown, "the standby has not confirmed the commit")
    }
  }

  private func rollBack(by deadline: Instant?) {
    guard !isBroken, needsRollback else { return }
    // A connection that cannot even do this is broken, and nothing was committed.
    _ = try? execute([("ROLLBACK", [])], by: deadline)
  }
}
