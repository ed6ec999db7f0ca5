import Foundation
import Synchronization
import Testing

@testable import SQLDatabase

/// What callers see while a server is away, silent, or not itself, and when it is back.
@Suite(.enabled(if: OwnServer.isPossible), .serialized, .timeLimit(.minutes(10)))
struct OutageTests {
  /// Short, so that tests are; what is promised holds for any.
  static let patience = Duration.seconds(1)
  /// Generous, for a machine that is busy with other suites.
  static let margin = Duration.seconds(2)

  /// Opens a database with a table of items, and closes it.
  func withItems(
    on server: OwnServer, port: UInt16? = nil, connections: Int = 3,
    patience: Duration = Self.patience,
    _ body: (PostgreSQLDatabase) async throws -> Void
  ) async throws {
    try await server.run("CREATE TABLE IF NOT EXISTS item (name TEXT NOT NULL)")
    let database = try PostgreSQLDatabase(
      server.address(port: port), connections: connections, patience: patience, listens: false)
    do {
      _ = try await database.count()
      try await body(database)
    } catch {
      await database.close()
      throw error
    }
    await database.close()
  }

  /// What forty callers are told who read and write at once.
  func codesOfMany(_ database: PostgreSQLDatabase) async throws -> [DatabaseError.Code?] {
    try await withThrowingTaskGroup(of: DatabaseError.Code?.self) { group in
      for number in 0..<40 {
        group.addTask {
          try await code {
            if number.isMultiple(of: 2) {
              _ = try await database.count()
            } else {
              try await database.insert("silent")
            }
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  /// The setting is put in force by another process of the server, which tells nobody when.
  func untilCommitsWait() async throws { try await Task.sleep(for: .seconds(1)) }

  /// Waits until reads and writes work again by themselves.
  func untilWell(_ database: PostgreSQLDatabase) async throws {
    for _ in 0..<100 {
      do {
        _ = try await database.count()
        try await database.insert("well")
        return
      } catch is DatabaseError {
        try await Task.sleep(for: .milliseconds(100))
      }
    }
    Issue.record("nothing works ten seconds later")
  }

  @Test(arguments: [SIGINT, SIGQUIT])
  func `a server that is started again costs those who call afterwards nothing`(
    signal: Int32
  ) async throws {
    let server = try await OwnServer()
    // More connections than a transaction is tried: all of them die while they are idle.
    try await withItems(on: server, connections: 8) { database in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 { group.addTask { try await database.sleep("0.2") } }
        try await group.waitForAll()
      }
      try await server.stop(signal)
      try await server.start()
      _ = try await database.count()
      try await database.insert("after")
      #expect(try await database.count() == 1)
    }
  }

  @Test
  func `callers are turned down at once while the server is away, and served when it is back`()
    async throws
  {
    let server = try await OwnServer()
    try await withItems(on: server, patience: .seconds(20)) { database in
      try await server.stop(SIGINT)
      // Long before the patience is over.
      let spent = try await ContinuousClock().measure { () async throws in
        for _ in 0..<20 {
          #expect(try await code { _ = try await database.count() } == .unreachable)
          #expect(try await code { try await database.insert("lost") } == .unreachable)
        }
      }
      #expect(spent < .seconds(10))
      try await server.start()
      try await untilWell(database)
      #expect(try await server.run("SELECT count(*) FROM item WHERE name = 'lost'") == "0")
    }
  }

  @Test func `a silent server keeps the first callers for their patience and others not at all`()
    async throws
  {
    let server = try await OwnServer()
    try await withItems(on: server) { database in
      server.silence()
      let began = ContinuousClock.now
      let codes = try await codesOfMany(database)
      let spent = ContinuousClock.now - began
      #expect(spent < Self.patience + Self.margin)
      #expect(codes == Array(repeating: .unreachable, count: 40))
      let later = try await ContinuousClock().measure { () async throws in
        for _ in 0..<20 { #expect(try await code { _ = try await database.count() } != nil) }
      }
      #expect(later < Self.patience * 10, "twenty callers did not wait for the patience each")
      server.goOn()
      try await untilWell(database)
    }
  }

  @Test func `one slow transaction is not taken for a silent server`() async throws {
    let server = try await OwnServer()
    try await withItems(on: server) { database in
      let stop = Mutex(false)
      async let others: Int = {
        var failures = 0
        while !stop.withLock({ $0 }) {
          if try await code({ _ = try await database.count() }) != nil { failures += 1 }
        }
        return failures
      }()
      // Each statement ends in time, and all together do not.
      let result = try await code {
        try await database.read { transaction in
          for _ in 0..<10 { _ = try transaction.query("SELECT pg_sleep(0.3)") }
        }
      }
      #expect(result == .unreachable || result == .busy)
      try await Task.sleep(for: .milliseconds(300))
      stop.withLock { $0 = true }
      #expect(try await others == 0)
    }
  }

  @Test func `a commit whose answer is lost is told as unknown, and what follows works`()
    async throws
  {
    let server = try await OwnServer()
    let proxy = try SwallowingProxy(to: server.port)
    defer { proxy.close() }
    try await withItems(on: server, port: proxy.port) { database in
      let result = try await code {
        try await database.write { transaction in
          try transaction.execute("INSERT INTO item (name) VALUES ('unknown')")
          proxy.swallowAnswers()
        }
      }
      #expect(result == .outcomeUnknown)
      // It was done, which only the server knows.
      #expect(try await server.run("SELECT count(*) FROM item") == "1")
      proxy.swallowAnswers(false)
      // Reads at once; writes when the commit is given up.
      for _ in 0..<50 where try await code({ _ = try await database.count() }) != nil {
        try await Task.sleep(for: .milliseconds(100))
      }
      #expect(try await database.count() == 1)
    }
  }

  @Test func `a commit that its connection does not survive is told as unknown`() async throws {
    let server = try await OwnServer()
    let proxy = try SwallowingProxy(to: server.port)
    defer { proxy.close() }
    try await withItems(on: server, port: proxy.port, patience: .seconds(20)) { database in
      async let result = code {
        try await database.write { transaction in
          try transaction.execute("INSERT INTO item (name) VALUES ('unknown')")
          proxy.swallowAnswers()
        }
      }
      while try await server.run("SELECT count(*) FROM item") != "1" {}
      try await server.stop(SIGQUIT)
      #expect(try await result == .outcomeUnknown)
    }
  }

  @Test func `without its standby a server acknowledges nothing, and is read as before`()
    async throws
  {
    let server = try await OwnServer()
    try await withItems(on: server) { database in
      try await server.run(
        "ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "SELECT pg_reload_conf()")
      try await untilCommitsWait()
      var codes: [DatabaseError.Code?] = []
      for number in 0..<10 {
        codes.append(try await code { try await database.insert("\(number)") })
        _ = try await database.count()
      }
      #expect(codes.first == .outcomeUnknown)
      #expect(codes.allSatisfy { $0 == .outcomeUnknown || $0 == .unreachable })
      // Those that wait for the standby do not use up the server's connections.
      let waiting = try await server.run(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
      #expect(waiting == "1")
      try await server.run(
        "ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()")
      try await untilWell(database)
    }
  }

  @Test func `an administrator who ends the wait for the standby makes no acknowledgement of it`()
    async throws
  {
    let server = try await OwnServer()
    try await withItems(on: server, patience: .seconds(20)) { database in
      try await server.stop(SIGINT)
      try await server.start(["synchronous_standby_names=nobody"])
      try await untilCommitsWait()
      async let result = code { try await database.insert("unknown") }
      let cancel =
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
      for _ in 0..<100 where try await server.run(cancel) == "t" { break }
      let told = try await result
      #expect(told == .outcomeUnknown)
    }
  }

  @Test func `a server that takes no writes is left for one that does`() async throws {
    let reading = try await OwnServer(["default_transaction_read_only=on"])
    let writing = try await OwnServer()
    try await writing.run("CREATE TABLE item (name TEXT NOT NULL)")
    let alone = try PostgreSQLDatabase(
      reading.address(), connections: 1, patience: Self.patience, listens: false)
    #expect(try await code { try await alone.write { _ in } } == .unreachable)
    await alone.close()
    let both = try PostgreSQLDatabase(
      PostgreSQLAddress(
        "postgres://undersigned@127.0.0.1:\(reading.port),127.0.0.1:\(writing.port)/postgres"),
      connections: 2, patience: .seconds(10), listens: false)
    try await both.insert("there")
    #expect(try await writing.run("SELECT name FROM item") == "there")
    await both.close()
  }

  @Test func `a server that stops taking writes is noticed by the connections it has`() async throws
  {
    let server = try await OwnServer()
    try await withItems(on: server) { database in
      try await server.run(
        "ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()")
      while try await server.run("SHOW default_transaction_read_only") != "on" {}
      for _ in 0..<5 {
        #expect(try await code { try await database.insert("no") } == .unreachable)
      }
      try await server.run(
        "SET default_transaction_read_only = off",
        "ALTER SYSTEM RESET default_transaction_read_only", "SELECT pg_reload_conf()")
      try await untilWell(database)
    }
  }

  @Test func `hosts that swallow everything hold up nobody for longer than the patience`()
    async throws
  {
    // Listening sockets that nobody accepts from: connecting works and then nothing is said.
    let silent = try (0..<3).map { _ in try TCPListener() }
    let hosts = silent.map { "127.0.0.1:\($0.port)" }.joined(separator: ",")
    let database = try PostgreSQLDatabase(
      PostgreSQLAddress("postgres://undersigned@\(hosts)/postgres"), connections: 2,
      patience: Self.patience, listens: false)
    let first = try await ContinuousClock().measure { () async throws in
      #expect(try await code { _ = try await database.count() } == .unreachable)
    }
    #expect(first < Self.patience + Self.margin)
    let later = try await ContinuousClock().measure { () async throws in
      for _ in 0..<20 { #expect(try await code { _ = try await database.count() } == .unreachable) }
    }
    #expect(later < Self.patience * 10)
    await database.close()
    withExtendedLifetime(silent) {}
  }
}

extension Database {
  func count() async throws -> Int {
    try await read { try $0.query("SELECT count(*) FROM item")[0].get(0) }
  }

  func insert(_ name: String) async throws {
    try await write { try $0.execute("INSERT INTO item (name) VALUES ($1)", name) }
  }

  func sleep(_ seconds: String) async throws {
    _ = try await read { try $0.query("SELECT pg_sleep(CAST($1 AS FLOAT8))", seconds) }
  }
}
