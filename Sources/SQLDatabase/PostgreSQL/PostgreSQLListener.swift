import CPostgreSQL
import Glibc
import Threads

/// A connection of its own, on a thread of its own, that hears what was committed anywhere.
final class PostgreSQLListener: @unchecked Sendable {
  // Sendable: what changes is only touched inside of the monitor.
  private let monitor = Monitor()
  private let end: Condition
  private var isClosed = false
  private var closing: [CheckedContinuation<Void, Never>] = []
  private var hasEnded = false

  private let address: PostgreSQLAddress
  private let observers: Observers

  private static let listen: SQL = "LISTEN database_changes"

  /// Starts the thread, which tells the observers.
  init(_ address: PostgreSQLAddress, _ observers: Observers) throws(DatabaseError) {
    self.address = address
    self.observers = observers
    end = Condition(in: monitor)
    try startThread { self.serve() }
  }

  /// Ends the thread.
  func close() async {
    await withCheckedContinuation { continuation in
      let isOver = monitor.locked {
        isClosed = true
        end.wakeAll()
        if !hasEnded { closing.append(continuation) }
        return hasEnded
      }
      if isOver { continuation.resume() }
    }
  }

  private func serve() {
    while !monitor.locked({ isClosed }) {
      if let connection = connect() {
        listen(on: connection)
        // What happens while nobody listens is heard by nobody.
        observers.tell(.missed)
      }
      // Also where a connection was ended at once, as by a server that is full.
      monitor.locked {
        if !isClosed { end.wait(.seconds(1)) }
      }
    }
    let waiting = monitor.locked {
      hasEnded = true
      return closing
    }
    for continuation in waiting { continuation.resume() }
  }

  private func connect() -> PostgreSQLConnection? {
    do throws(DatabaseError) {
      let connection = try PostgreSQLConnection(address, patience: nil)
      _ = try connection.execute([(Self.listen, [])], by: .now + .seconds(2))
      // Something may have been committed between the last connection and this one.
      observers.tell(.missed)
      return connection
    } catch {
      // The pool tells callers; here there is nobody to tell.
      return nil
    }
  }

  private func listen(on connection: PostgreSQLConnection) {
    while connection.isAlive(), !monitor.locked({ isClosed }) {
      observers.tell(connection.notifications())
      var descriptor = pollfd(fd: connection.socket, events: Int16(POLLIN), revents: 0)
      // Short enough for closing, which nothing else tells this thread of.
      poll(&descriptor, 1, 200)
    }
  }
}
