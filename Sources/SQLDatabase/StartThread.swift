import Threads

/// Starts a thread that ends with the body.
///
/// Throws `DatabaseError` with the code `cannotOpen`.
func startThread(_ body: @escaping @Sendable () -> Void) throws(DatabaseError) {
  do {
    try Thread.start(body)
  } catch {
    throw DatabaseError(.cannotOpen, "no thread could be started")
  }
}
