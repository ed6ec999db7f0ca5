import CMicroHTTPD
import Synchronization

/// When a connection has taken too long, by its phase.
struct Deadlines {
  private let head: UInt64
  private let keepAlive: UInt64
  private let grace: UInt64
  private let rate: UInt64

  init(_ limits: ServerLimits) {
    head = limits.headTimeout.milliseconds
    keepAlive = limits.keepAlive.milliseconds
    grace = limits.rateGrace.milliseconds
    rate = UInt64(max(0, limits.minimumRate))
  }

  func isOver(_ connection: Connection, _ moment: Phase.Moment, now: UInt64) -> Bool {
    // A worker may have entered a phase after `now` was taken.
    let age = now > moment.since ? now - moment.since : 0
    switch moment.kind {
    case .connected, .head: return age >= head
    case .idle: return age >= keepAlive || hasDripped(connection, moment, age: age, now: now)
    case .body: return isTooSlow(connection, age: age, grace: grace)
    case .answering: return hasStalled(connection, age: age)
    case .handling, .cut: return false
    }
  }

  /// An average below the minimum since the grace was over.
  private func isTooSlow(_ connection: Connection, age: UInt64, grace: UInt64) -> Bool {
    let bytes = UInt64(max(0, connection.progress.load(ordering: .relaxed)))
    return age > grace && bytes * 1000 < rate * (age - grace)
  }

  /// How much of an answer is out is not known, so it has the time that the minimum rate would take; of
  /// a streamed one, what libmicrohttpd has taken so far.
  private func hasStalled(_ connection: Connection, age: UInt64) -> Bool {
    let bytes = UInt64(max(0, connection.progress.load(ordering: .relaxed)))
    return rate > 0 && age > 6 * grace + bytes * 1000 / rate
  }

  /// libmicrohttpd says nothing of a request before its first line is whole, but the socket knows when
  /// data came last: if that was after the last answer, a request has begun.
  private func hasDripped(
    _ connection: Connection, _ moment: Phase.Moment, age: UInt64, now: UInt64
  ) -> Bool {
    if moment.since > (connection.dataSeenAt ?? .max) { connection.dataSeenAt = nil }
    if connection.dataSeenAt == nil, now - connection.dataCheckedAt >= min(1000, head / 4) {
      connection.dataCheckedAt = now
      let quiet = cmicrohttpd_milliseconds_since_data(connection.descriptor)
      // The clock of the socket is coarse.
      let slack: UInt64 = 50
      if quiet >= 0, UInt64(quiet) + slack < age {
        connection.dataSeenAt = now - UInt64(quiet)
      }
    }
    guard let seen = connection.dataSeenAt else { return false }
    return now >= seen + head
  }
}
