import Foundation
import Synchronization
import TestSupport
import Testing

@testable import SQLDatabase

@Suite(.enabled(if: OwnServer.isPossible), .serialized, .timeLimit(.minutes(10)))
struct NotificationTests {
  /// What an observer has heard so far.
  final class Heard: Sendable {
    private let notices = Mutex<[DatabaseNotice]>([])

    init(_ database: any Database) {
      database.observe { notice in self.notices.withLock { $0.append(notice) } }
    }

    var all: [DatabaseNotice] { notices.withLock { $0 } }

    func until(_ isEnough: ([DatabaseNotice]) -> Bool) async throws {
      while !isEnough(all) { try await Task.sleep(for: .milliseconds(10)) }
    }
  }

  @Test func `what other processes commit is heard in order, and nothing else`() async throws {
    let server = try await OwnServer()
    let database = try PostgreSQLDatabase(server.address(), connections: 1)
    let heard = Heard(database)
    // It listens from the first of these on.
    try await heard.until { $0.contains(.missed) }
    try await server.run(
      "NOTIFY database_changes, 'a'", "BEGIN", "NOTIFY database_changes, 'rolled back'", "ROLLBACK",
      "NOTIFY database_changes, 'b'")
    try await database.write { try $0.notify("c") }
    let text = String(repeating: "é", count: 3_500)
    try await database.write { try $0.notify(text) }
    try await heard.until { $0.contains(.message(text)) }
    #expect(
      heard.all == [.missed, .message("a"), .message("b"), .message("c"), .message(text)])
    await database.close()
  }

  @Test func `nothing is heard before its commit`() async throws {
    let server = try await OwnServer()
    let database = try PostgreSQLDatabase(server.address(), connections: 2)
    let heard = Heard(database)
    try await heard.until { $0.contains(.missed) }
    try await database.write { transaction in
      try transaction.notify("first")
      usleep(300_000)
      #expect(heard.all == [.missed])
    }
    try await heard.until { $0.contains(.message("first")) }
    await database.close()
  }

  @Test func `a listener that was cut off says so once, and hears again`() async throws {
    let server = try await OwnServer()
    let database = try PostgreSQLDatabase(server.address(), connections: 1)
    let heard = Heard(database)
    try await heard.until { $0.contains(.missed) }
    try await server.run(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
    // One for what is lost now, one for what was lost until it is there again.
    try await heard.until { $0.count == 3 }
    try await database.write { try $0.notify("again") }
    try await heard.until { $0.contains(.message("again")) }
    #expect(heard.all == [.missed, .missed, .missed, .message("again")])
    await database.close()
  }

  @Test func `while the server is away, nobody is told again and again`() async throws {
    let server = try await OwnServer()
    let database = try PostgreSQLDatabase(server.address(), connections: 1)
    let heard = Heard(database)
    try await heard.until { $0.contains(.missed) }
    try await server.stop(SIGINT)
    try await heard.until { $0.count == 2 }
    try await Task.sleep(for: .seconds(2.5))
    #expect(heard.all == [.missed, .missed])
    try await server.start()
    try await heard.until { $0.count == 3 }
    await database.close()
  }
}
