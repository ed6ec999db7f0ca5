import Synchronization

/// Lets many concurrent requests share one transaction, and answers each after the commit.
///
/// While one transaction commits, the requests that arrive are collected for the next: no timer is
/// needed, and a lone request does not wait. One of the waiting tasks leads each batch; the first
/// task in the queue is woken to lead the batch after it.
///
/// A request that makes a batch fail does not harm the others: the batch is rolled back and halved
/// until the request stands alone with its error. So requests must not depend on each other.
public final class GroupCommit<Request: Sendable, Outcome: Sendable>: Sendable {
  private let database: any Database
  private let limit: Int
  private let batch: Int
  private let apply: @Sendable (any Transaction, [Request]) throws -> [Outcome]
  private let queue: Mutex<Queue>

  /// Applies up to `batch` requests at a time and lets up to `limit` wait for their turn.
  ///
  /// `apply` gives one outcome for each request, in the same order. It may run more than once.
  public init(
    _ database: any Database, limit: Int = 10_000, batch: Int = 1_000,
    apply: @escaping @Sendable (any Transaction, [Request]) throws -> [Outcome]
  ) {
    precondition(limit > 0 && batch > 0, "a queue and a batch hold at least one request")
    self.database = database
    self.limit = limit
    self.batch = batch
    self.apply = apply
    let batchesUnderWay =
      switch database.dialect {
      // The second stands at the only writer when the first has committed, and is filled then.
      case .sqlite: 2
      // A second would be small, and wait for the rows that the first has locked.
      case .postgresql: 1
      }
    queue = Mutex(Queue(mostUnderWay: batchesUnderWay))
  }

  /// Gives the request's own outcome, durable, or its own error.
  ///
  /// Throws `DatabaseError` with the code `overloaded` at once when the queue is full, and whatever
  /// `apply` throws for this request. A task cancelled before it waits throws `CancellationError`;
  /// later, cancellation changes nothing, since the request may be in a transaction already.
  public func submit(_ request: Request) async throws -> Outcome {
    try Task.checkCancellation()
    let signal = await withCheckedContinuation { continuation in
      let signal = queue.withLock { $0.enter(request, continuation, limit: limit) }
      if let signal {
        continuation.resume(returning: signal)
      }
    }
    switch signal {
    case .settled(let result): return try result.get()
    case .lead: return try await lead()
    }
  }
}

extension GroupCommit {
  private enum Signal: Sendable {
    case lead
    case settled(Result<Outcome, any Error>)
  }

  private struct Entry: Sendable {
    let request: Request
    /// Absent for the one who leads and so does not wait.
    var continuation: CheckedContinuation<Signal, Never>?
  }

  /// Waiting requests, of which the first leads when another batch may get under way.
  private struct Queue {
    let mostUnderWay: Int
    var entries: [Entry] = []
    var underWay = 0
    var hasLeader = false

    mutating func enter(
      _ request: Request, _ continuation: CheckedContinuation<Signal, Never>, limit: Int
    ) -> Signal? {
      guard entries.count < limit else {
        let error = DatabaseError(.overloaded, "\(limit) requests are waiting already")
        return .settled(.failure(error))
      }
      let leads = mayBeLed
      hasLeader = hasLeader || leads
      // Whoever leads is the first: where nobody waits, a newcomer is.
      entries.append(Entry(request: request, continuation: leads ? nil : continuation))
      return leads ? .lead : nil
    }

    /// Removes the batch that its leader takes, and gives the next leader, if there is to be one.
    mutating func take(
      _ count: Int
    ) -> (batch: [Entry], leader: CheckedContinuation<Signal, Never>?) {
      let batch = Array(entries.prefix(count))
      entries.removeFirst(batch.count)
      hasLeader = false
      underWay += 1
      return (batch, appointLeader())
    }

    /// Notes that a batch is over, and gives the next leader, if there is to be one.
    mutating func end() -> CheckedContinuation<Signal, Never>? {
      underWay -= 1
      return appointLeader()
    }

    /// Removes everybody who waits and does not lead.
    mutating func empty() -> [CheckedContinuation<Signal, Never>] {
      defer { entries.removeAll { $0.continuation != nil } }
      return entries.compactMap(\.continuation)
    }

    private var mayBeLed: Bool { !hasLeader && underWay < mostUnderWay }

    private mutating func appointLeader() -> CheckedContinuation<Signal, Never>? {
      guard !entries.isEmpty, mayBeLed else { return nil }
      hasLeader = true
      defer { entries[0].continuation = nil }
      return entries[0].continuation
    }
  }

  /// The batch of one leader, taken at the last moment: when its transaction has begun.
  private final class Batch: Sendable {
    private let entries = Mutex<[Entry]?>(nil)

    func entries(orTake take: () -> [Entry]) -> [Entry] {
      entries.withLock { entries in
        // Kept for a second run of the same transaction.
        let batch = entries ?? take()
        entries = batch
        return batch
      }
    }
  }

  private func lead() async throws -> Outcome {
    let batch = Batch()
    let result: Result<[Outcome], any Error>
    do {
      let outcomes = try await database.write { transaction in
        try self.outcomes(of: batch.entries(orTake: self.take)[...], in: transaction)
      }
      result = .success(outcomes)
    } catch {
      result = .failure(error)
    }
    // Still to be taken when the transaction could not even begin.
    let entries = batch.entries(orTake: take)
    if case .failure(let error as DatabaseError) = result { turnDownOthers(after: error) }
    queue.withLock { $0.end() }?.resume(returning: .lead)
    return try await settle(entries[...], with: result).get()
  }

  /// Turns down who waits behind a batch that had no answer, or not the locks that it needed: they
  /// would wait in vain as long again.
  private func turnDownOthers(after error: DatabaseError) {
    let refusal: DatabaseError
    switch error.code {
    case .busy: refusal = DatabaseError(.busy, "the requests before waited for locks in vain")
    case .unreachable, .outcomeUnknown:
      refusal = DatabaseError(.unreachable, "the requests before were not answered")
    default: return
    }
    for continuation in queue.withLock({ $0.empty() }) {
      continuation.resume(returning: .settled(.failure(refusal)))
    }
  }

  private func take() -> [Entry] {
    let (entries, leader) = queue.withLock { $0.take(batch) }
    leader?.resume(returning: .lead)
    return entries
  }

  private func outcomes(
    of entries: ArraySlice<Entry>, in transaction: any Transaction
  ) throws -> [Outcome] {
    let outcomes = try apply(transaction, entries.map(\.request))
    guard outcomes.count == entries.count else {
      throw DatabaseError(
        .statement, "\(outcomes.count) outcomes were given for \(entries.count) requests")
    }
    return outcomes
  }

  /// Answers everyone in a batch and gives the result of its first.
  private func settle(
    _ entries: ArraySlice<Entry>, with result: Result<[Outcome], any Error>
  ) async -> Result<Outcome, any Error> {
    switch result {
    case .success(let outcomes):
      for (entry, outcome) in zip(entries, outcomes) {
        entry.continuation?.resume(returning: .settled(.success(outcome)))
      }
      return .success(outcomes[0])
    case .failure(let error):
      if entries.count > 1, (error as? DatabaseError)?.concernsRows ?? true {
        let middle = entries.startIndex + entries.count / 2
        let first = await retry(entries[..<middle])
        _ = await retry(entries[middle...])
        return first
      }
      for entry in entries {
        entry.continuation?.resume(returning: .settled(.failure(error)))
      }
      return .failure(error)
    }
  }

  private func retry(_ entries: ArraySlice<Entry>) async -> Result<Outcome, any Error> {
    do {
      let outcomes = try await database.write { transaction in
        try self.outcomes(of: entries, in: transaction)
      }
      return await settle(entries, with: .success(outcomes))
    } catch {
      return await settle(entries, with: .failure(error))
    }
  }
}
