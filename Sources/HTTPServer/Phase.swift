import Synchronization

/// Where a connection stands, and since when; read by the supervisor, changed by the worker.
///
/// Cutting is final, so a worker that goes on with a connection learns that it was cut in between.
struct Phase: ~Copyable {
  enum Kind: UInt64 {
    /// Nothing has come yet.
    case connected
    /// The last answer is out and the next request has not begun, as far as is known.
    case idle
    /// The request line is there, the header fields are not.
    case head
    case body
    case handling
    case answering
    /// The supervisor has shut the socket.
    case cut
  }

  struct Moment {
    let kind: Kind
    /// In milliseconds of the steady clock.
    let since: UInt64

    fileprivate var packed: UInt64 { since << 3 | kind.rawValue }

    fileprivate init(_ packed: UInt64) {
      kind = Kind(rawValue: packed & 7) ?? .cut
      since = packed >> 3
    }

    fileprivate init(_ kind: Kind, _ since: UInt64) {
      self.kind = kind
      self.since = since
    }
  }

  private let packed: Atomic<UInt64>

  init(now: UInt64) {
    packed = Atomic(Moment(.connected, now).packed)
  }

  var current: Moment { Moment(packed.load(ordering: .acquiring)) }

  /// Goes on to another kind, and says whether the connection was still whole.
  func enter(_ kind: Kind, now: UInt64) -> Bool {
    let old = current
    if old.kind == .cut { return false }
    // The first head of a connection has its time from the start of the connection.
    let since = kind == .head && old.kind == .connected ? old.since : now
    return replace(old, by: Moment(kind, since))
  }

  /// Cuts, unless the connection has gone on since `seen`.
  func cut(from seen: Moment) -> Bool {
    replace(seen, by: Moment(.cut, seen.since))
  }

  private func replace(_ old: Moment, by new: Moment) -> Bool {
    packed.compareExchange(
      expected: old.packed, desired: new.packed, ordering: .acquiringAndReleasing
    ).exchanged
  }
}
