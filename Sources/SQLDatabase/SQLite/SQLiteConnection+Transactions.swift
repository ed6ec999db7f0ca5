extension SQLiteConnection {
  /// Runs a body on one snapshot.
  func read<T>(_ body: (any Transaction) throws -> T) throws -> T {
    try execute("BEGIN")
    // A snapshot has nothing to commit.
    defer { _ = try? execute("ROLLBACK") }
    let transaction = SQLiteTransaction(on: self)
    let result = try body(transaction)
    try transaction.finish()
    return result
  }

  /// Runs a body in a transaction and commits it, unless writing has stopped.
  ///
  /// - Returns: what the body gave, and the messages for the observers.
  func write<T>(
    stoppedBy stop: WriteStop, _ body: (any Transaction) throws -> T
  ) throws -> (result: T, messages: [String]) {
    try stop.check()
    do {
      try execute("BEGIN IMMEDIATE")
      let transaction = SQLiteTransaction(on: self)
      let result: T
      do {
        result = try body(transaction)
        try transaction.finish()
      } catch {
        // What the first failing statement threw tells more than what the body made of it.
        try transaction.finish()
        throw error
      }
      try commit()
      return (result, transaction.messages)
    } catch {
      rollBack(after: error, stop: stop)
      throw error
    }
  }

  private func commit() throws {
    do {
      try execute("COMMIT")
    } catch let error as DatabaseError {
      switch error.code {
      case .busy, .full, .constraint:
        // The library promises that nothing was committed, and the rollback makes it so.
        throw error
      default:
        throw DatabaseError(.outcomeUnknown, "the commit failed: \(error.reason)")
      }
    }
  }

  private func rollBack(after error: any Error, stop: WriteStop) {
    var stopping = (error as? DatabaseError).flatMap { $0.stopsWriting ? $0 : nil }
    // Some errors have rolled back already.
    if isInTransaction {
      do {
        try execute("ROLLBACK")
      } catch {
        stopping = stopping ?? DatabaseError(.failed, "a rollback failed")
      }
    }
    if let stopping {
      stop.stop(after: stopping)
      // The log stays as the failed sync has left it, for the recovery at the next start.
      try? disableCheckpointOnClose()
    }
  }
}
