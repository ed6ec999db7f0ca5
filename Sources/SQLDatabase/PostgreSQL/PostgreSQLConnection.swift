import CPostgreSQL
import Glibc

/// One connection with its prepared statements, used by one thread at a time.
///
/// It stays in pipeline mode: statements are sent together, and their results are read together.
final class PostgreSQLConnection {
  typealias Instant = ContinuousClock.Instant

  private let handle: PostgreSQLHandle
  private var names: [SQL.Key: String] = [:]
  private var namesGiven = 0
  private var parameters = PostgreSQLParameters()
  /// Whether the server warned since this was last set to false.
  fileprivate(set) var hasWarned = false
  /// Whether the connection is of no use any more.
  private(set) var isBroken = false
  /// Whether it broke because no answer came in time.
  private(set) var timedOut = false
  /// Whether it broke so while a commit was under way.
  var hangsInCommit = false
  /// When the server last said anything.
  private(set) var lastHeard = ContinuousClock.now

  /// Connects, and puts the settings in force that every statement is to have.
  ///
  /// - Parameter patience: how long a caller waits for a transaction; the server gives up earlier, so
  ///   that its own answer, which leaves the connection usable, comes first.
  init(_ address: PostgreSQLAddress, patience: Duration?) throws(DatabaseError) {
    handle = try PostgreSQLHandle(address.parameters)
    PQsetNoticeReceiver(handle.pointer, noteWarning, Unmanaged.passUnretained(self).toOpaque())
    guard PQserverVersion(handle.pointer) >= Self.oldestServer else {
      throw DatabaseError(.cannotOpen, "the server is older than PostgreSQL 15")
    }
    guard PQsetnonblocking(handle.pointer, 1) == 0, PQenterPipelineMode(handle.pointer) == 1
    else { throw lost() }
    var settings = Self.settings.map { (sql: $0, values: [] as [any ValueConvertible]) }
    if let patience {
      let limit = patience.milliseconds
      settings.append((sql: Self.limitStatements, values: ["\(limit * 3 / 4)"]))
      settings.append((sql: Self.limitLocks, values: ["\(limit / 2)"]))
      // What a process that stands still has locked is free again when its callers have gone.
      settings.append((sql: Self.limitIdleness, values: ["\(limit)"]))
    }
    do throws(DatabaseError) {
      _ = try execute(settings, by: .now + address.connectTimeout)
    } catch {
      guard !isBroken else { throw error }
      // To callers, a server that lacks a setting is one that cannot be used.
      throw DatabaseError(
        .cannotOpen, "the server takes no setting of ours: \(error.reason)",
        statement: error.statement)
    }
  }

  /// As the library counts: a hundred hundreds to a version.
  private static let oldestServer: Int32 = 150_000

  private static let settings: [SQL] = [
    // A commit that is answered survives a power cut; a lower setting of the server would lie.
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local')",
    // Plans are made while tables are small, and kept; every statement has an index to use.
    "SET enable_seqscan = off",
    "SET jit = off",
    // Without patience a transaction may wait for something else than the server, such as a move.
    "SET idle_in_transaction_session_timeout = 0",
    // A client that is gone gives its locks back.
    "SET client_connection_check_interval = 1000",
    "SET tcp_keepalives_idle = 2",
    "SET tcp_keepalives_interval = 1",
    "SET tcp_keepalives_count = 3",
  ]

  private static let limitStatements: SQL = "SELECT set_config('statement_timeout', $1, false)"
  private static let limitLocks: SQL = "SELECT set_config('lock_timeout', $1, false)"
  private static let limitIdleness: SQL =
    "SELECT set_config('idle_in_transaction_session_timeout', $1, false)"

  /// What the server says that the connection is in.
  var isInTransaction: Bool { PQtransactionStatus(handle.pointer) == PQTRANS_INTRANS }

  /// Whether a transaction has to be rolled back.
  var needsRollback: Bool {
    let status = PQtransactionStatus(handle.pointer)
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
  }

  /// The file to wait on for what the server says of itself.
  var socket: Int32 { PQsocket(handle.pointer) }

  /// Takes what the server has sent while nothing was asked; false when the connection is gone.
  func isAlive() -> Bool {
    // A server that ends says why first, so there may be more than one thing to take.
    while !isBroken, let events = events(within: 0) {
      isBroken =
        PQconsumeInput(handle.pointer) == 0 || PQstatus(handle.pointer) != CONNECTION_OK
        || events & Self.ending != 0
    }
    return !isBroken
  }

  /// Whether the server says something, or ends the connection, within so many milliseconds.
  func isHeard(within milliseconds: Int32) -> Bool { events(within: milliseconds) != nil }

  private func events(within milliseconds: Int32) -> Int32? {
    var descriptor = pollfd(fd: socket, events: Int16(POLLIN | Self.halfClosed), revents: 0)
    return poll(&descriptor, 1, milliseconds) > 0 ? Int32(descriptor.revents) : nil
  }

  /// POLLRDHUP: the other side sends no more (poll(2)).
  private static let halfClosed: Int32 = 0x2000
  private static let ending = POLLHUP | POLLERR | POLLNVAL | halfClosed

  /// The messages of others that have arrived.
  func notifications() -> [String] {
    var messages: [String] = []
    while let notification = PQnotifies(handle.pointer) {
      messages.append(String(cString: notification.pointee.extra))
      PQfreemem(notification)
    }
    return messages
  }

  /// Makes no more use of the connection.
  func discard() { isBroken = true }

  /// Notes the warnings from now on.
  func forgetWarnings() { hasWarned = false }

  /// Sends executions together and gives the result of each.
  ///
  /// The first failure is thrown, and nothing after it has run.
  func execute(
    _ executions: [(sql: SQL, values: [any ValueConvertible])], by deadline: Instant?
  ) throws(DatabaseError) -> [PostgreSQLOutcome] {
    guard !isBroken else { throw DatabaseError.connectionLost }
    if let deadline, deadline <= .now {
      // The connection is as good as before: it was not asked.
      throw DatabaseError(.busy, "the time for the transaction is over")
    }
    var sent: [Expected] = []
    sent.reserveCapacity(executions.count + 1)
    var failure: DatabaseError?
    do throws(DatabaseError) {
      var new: [SQL.Key: String] = [:]
      for (sql, values) in executions {
        let name: String
        if let known = names[sql.key] ?? new[sql.key] {
          name = known
        } else {
          name = "s\(namesGiven)"
          namesGiven += 1
          try prepare(sql, name)
          new[sql.key] = name
          sent.append(.preparation(sql, name))
        }
        try parameters.fill(values, of: sql)
        try send(name)
        sent.append(.execution(sql))
      }
    } catch {
      // What was sent before is still answered.
      failure = error
    }
    guard !isBroken, PQpipelineSync(handle.pointer) == 1 else { throw lost() }
    let outcomes = try results(of: sent, failure: &failure, by: deadline)
    if let failure { throw failure }
    return outcomes
  }

  private enum Expected {
    case preparation(SQL, String)
    case execution(SQL)

    var sql: SQL {
      switch self {
      case .preparation(let sql, _), .execution(let sql): sql
      }
    }
  }

  private func prepare(_ sql: SQL, _ name: String) throws(DatabaseError) {
    guard PQsendPrepare(handle.pointer, name, sql.description, 0, nil) == 1 else { throw lost() }
  }

  private func send(_ name: String) throws(DatabaseError) {
    let isSent = parameters.withPointers { count, values, lengths, formats in
      PQsendQueryPrepared(handle.pointer, name, count, values, lengths, formats, 1)
    }
    guard isSent == 1 else { throw lost() }
  }

  private func results(
    of sent: [Expected], failure: inout DatabaseError?, by deadline: Instant?
  ) throws(DatabaseError) -> [PostgreSQLOutcome] {
    var outcomes: [PostgreSQLOutcome] = []
    outcomes.reserveCapacity(sent.count)
    for expected in sent {
      // After its result comes a null that ends it.
      while let pointer = try nextResult(by: deadline) {
        let result = PostgreSQLResult(pointer)
        switch result.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
          guard case .execution(let sql) = expected else {
            if case .preparation(let sql, let name) = expected { names[sql.key] = name }
            continue
          }
          do throws(DatabaseError) {
            outcomes.append(
              PostgreSQLOutcome(
                rows: try result.rows(of: sql), changes: result.changes, command: result.command))
          } catch {
            failure = failure ?? error
          }
        case PGRES_PIPELINE_ABORTED:
          break
        default:
          failure = failure ?? self.failure(result, of: expected)
        }
      }
    }
    guard let pointer = try nextResult(by: deadline) else { throw lost() }
    guard PostgreSQLResult(pointer).status == PGRES_PIPELINE_SYNC else { throw lost() }
    return outcomes
  }

  private func failure(_ result: borrowing PostgreSQLResult, of expected: Expected) -> DatabaseError
  {
    switch expected {
    case .preparation(let sql, _):
      return result.error(of: sql, isPreparation: true)
    case .execution(let sql):
      if result.saysPlanIsOutdated {
        names[sql.key] = nil
        return DatabaseError(
          .busy, "the schema has changed since the statement was prepared", statement: sql,
          mayBeTriedAgain: true)
      }
      return result.error(of: sql, isPreparation: false)
    }
  }

  private func nextResult(by deadline: Instant?) throws(DatabaseError) -> OpaquePointer? {
    while PQisBusy(handle.pointer) == 1 { try wait(by: deadline) }
    return PQgetResult(handle.pointer)
  }

  /// Sends what is left to send and takes what has come, after waiting for either.
  private func wait(by deadline: Instant?) throws(DatabaseError) {
    let left = PQflush(handle.pointer)
    guard left >= 0 else { throw lost() }
    let events = POLLIN | (left == 1 ? POLLOUT : 0)
    var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
    let limit = deadline.map { ContinuousClock.now.milliseconds(to: $0) }
    let ready = poll(&descriptor, 1, limit ?? -1)
    if ready < 0, errno == EINTR { return }
    guard ready != 0 else {
      isBroken = true
      timedOut = true
      throw DatabaseError(.unreachable, "the server does not answer in time")
    }
    guard ready > 0, PQconsumeInput(handle.pointer) == 1 else { throw lost() }
    lastHeard = .now
  }

  private func lost() -> DatabaseError {
    isBroken = true
    return .connectionLost
  }
}

/// What one execution came to.
struct PostgreSQLOutcome {
  let rows: [Row]
  let changes: Int
  let command: String
}

extension DatabaseError {
  /// Nothing was committed unless the commit had been sent.
  static let connectionLost = DatabaseError(
    .unreachable, "the connection was lost", mayBeTriedAgain: true)
}

extension ContinuousClock.Instant {
  /// Whole milliseconds until another instant, rounded up; 0 when it has passed.
  func milliseconds(to other: Self) -> Int32 {
    Int32(clamping: max(0, duration(to: other).milliseconds + 1))
  }
}

extension Duration {
  /// Whole milliseconds.
  fileprivate var milliseconds: Int64 {
    components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
  }
}

/// Keeps the library from writing to standard error, and notes warnings.
private let noteWarning: PQnoticeReceiver = { context, result in
  // The severity in English, whatever language the server speaks.
  guard let context, let severity = PQresultErrorField(result, Int32(UInt8(ascii: "V"))),
    String(cString: severity) == "WARNING"
  else { return }
  // The connection outlives its handle, which alone calls this.
  Unmanaged<PostgreSQLConnection>.fromOpaque(context).takeUnretainedValue().hasWarned = true
}
