import Dispatch
import Synchronization

/// Hashes and checks passwords on threads of its own, a few at a time and in the order they come.
///
/// So no more memory is used than `places` times the cost, and none of Swift's task threads blocks.
public final class PasswordHashing: Sendable {
  /// What a new hash costs.
  public let cost: PasswordHash.Cost

  private let line: Mutex<Line>
  private let places: Int
  private let waiting: Int
  private let decoy: PasswordHash
  private let queue = DispatchQueue(label: "PasswordHashing", attributes: .concurrent)

  /// - Parameters:
  ///   - cost: what a new hash costs.
  ///   - places: how many hashes are computed at once.
  ///   - waiting: how many calls may wait for a place; one more is answered
  ///     ``PasswordHashingError/busy``.
  public init(cost: PasswordHash.Cost = .usual, places: Int = 2, waiting: Int = 64) {
    precondition(places > 0, "hashing needs a place")
    self.cost = cost
    self.places = places
    self.waiting = waiting
    decoy = .decoy(cost: cost)
    line = Mutex(Line())
  }

  /// The hash of a new password.
  ///
  /// Throws `PasswordHashingError.busy` when too many wait, and `PasswordHashError` where the
  /// memory is not to be had.
  public func hash(of password: [UInt8]) async throws -> PasswordHash {
    let cost = cost
    return try await inTurn { Result { try PasswordHash(of: password, cost: cost) } }.get()
  }

  /// Whether a password is the one of a hash; without a hash it is false, after the same time.
  ///
  /// Throws `PasswordHashingError.busy` when too many wait.
  public func isPassword(_ password: [UInt8], of hash: PasswordHash?) async throws -> Bool {
    let known = hash ?? decoy
    let isEqual = try await inTurn { known.isHash(of: password) }
    return isEqual && hash != nil
  }

  /// How many hashes were computed or are, which tells whether two answers did the same work.
  var begun: Int { line.withLock { $0.begun } }

  private func inTurn<Result: Sendable>(
    _ work: @escaping @Sendable () -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      enter { isAdmitted in
        if isAdmitted {
          continuation.resume(returning: work())
        } else {
          continuation.resume(throwing: PasswordHashingError.busy)
        }
      }
    }
  }

  /// Runs a job on a thread with a place, or with false at once when too many wait.
  private func enter(_ job: @escaping @Sendable (_ isAdmitted: Bool) -> Void) {
    let step: Step = line.withLock { line in
      if line.running < places {
        line.running += 1
        line.begun += 1
        return .run
      }
      guard line.jobs.count < waiting else { return .refuse }
      line.jobs.append(job)
      return .wait
    }
    switch step {
    case .run: queue.async { self.run(job) }
    case .wait: break
    case .refuse: job(false)
    }
  }

  /// Runs a job, and then those that wait for its place.
  private func run(_ job: @escaping Job) {
    var next: Job? = job
    while let job = next {
      job(true)
      next = line.withLock { line in
        if line.jobs.isEmpty {
          line.running -= 1
          return nil
        }
        line.begun += 1
        return line.jobs.removeFirst()
      }
    }
  }

  private typealias Job = @Sendable (_ isAdmitted: Bool) -> Void

  private struct Line {
    var running = 0
    var begun = 0
    var jobs: [Job] = []
  }

  private enum Step {
    case run
    case wait
    case refuse
  }
}

/// Why a password was neither hashed nor checked.
public enum PasswordHashingError: Error, Hashable, CustomStringConvertible {
  /// Too many passwords wait to be hashed; ask again in a second or two.
  case busy

  /// A sentence for the log.
  public var description: String { "too many passwords wait to be hashed" }
}
