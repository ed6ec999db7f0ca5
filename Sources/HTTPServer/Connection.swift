import Synchronization

/// One accepted socket and the request on it.
///
/// @unchecked Sendable: `exchange` and `mustLinger` are touched only by the one worker thread that
/// libmicrohttpd gives the connection to, `dataSeenAt` and `dataCheckedAt` only by the supervisor's thread; everything
/// else is constant, atomic or behind a lock.
final class Connection: @unchecked Sendable {
  let descriptor: Int32
  let network: ClientNetwork
  /// Whether the other end is a trusted proxy.
  let isProxy: Bool
  /// What its network is counted under; nil for a proxy.
  let tag: UInt64?
  let phase: Phase
  /// The bytes of the body so far, or those of the answer, by the phase.
  let progress = Atomic<Int>(0)
  let handover = Mutex<Handover>(.none)

  var exchange = Exchange()
  var mustLinger = false

  var dataSeenAt: UInt64?
  var dataCheckedAt: UInt64 = 0

  /// Who answers: the callback of libmicrohttpd or the task of the handler, whichever comes second.
  enum Handover {
    case none
    /// The handler's task has begun, and the callback that began it has not returned.
    case running
    /// libmicrohttpd leaves the connection alone until it is resumed.
    case suspended(Task<Void, Never>, Suspended)
    case answered(Answer)
    /// The answer is queued, and its body is made while it is sent.
    case streaming(StreamedBody)
  }

  /// What a handler made, ready to be queued.
  struct Answer {
    let queued: QueuedResponse?
    let routeName: String
  }

  init(descriptor: Int32, network: ClientNetwork, isProxy: Bool, tag: UInt64?, now: UInt64) {
    self.descriptor = descriptor
    self.network = network
    self.isProxy = isProxy
    self.tag = tag
    phase = Phase(now: now)
  }

  /// Leaves an answer; true if the connection waits for it and must now be resumed.
  ///
  /// Only the first answer to a request counts: a handler that ends after the server gave up on it
  /// finds nobody waiting.
  func settle(_ answer: Answer) -> Bool {
    handover.withLock { handover in
      switch handover {
      case .running:
        handover = .answered(answer)
        return false
      case .suspended:
        handover = .answered(answer)
        return true
      case .none, .answered, .streaming: return false
      }
    }
  }
}

/// A request and its answer, from the first line to the last byte.
struct Exchange {
  enum Stage {
    case none
    case head
    case body
    case handling
    case answered
  }

  var stage = Stage.none
  var target = RequestTarget()
  var method: Method?
  var startedAt: UInt64 = 0
  var body: [UInt8] = []
  var bodyLimit = 0
  var routeName = "unmatched"
  var status = 0
  var byteCount = 0
}
