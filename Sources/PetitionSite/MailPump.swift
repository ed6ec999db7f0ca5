public import Localization
import Mail
public import PetitionStore
public import Petitions
import Synchronization

/// Writes the mails that wait in the outbox and hands them over, for as long as the site runs, and goes on
/// with removals of signatures.
///
/// Several lanes work beside each other, and news have lanes of their own, so that nobody's
/// confirmation waits behind a million of them.
public struct MailPump: Sendable {
  private let store: Store
  private let composer: MailComposer
  private let publications: ScheduledPublications
  private let resting = RestingRemovals()
  private let effects: Effects
  private let pace: Pace
  private let report: @Sendable (Report) -> Void

  /// How mails are handed over.
  public struct Pace: Sendable {
    /// How many are handed over in one call; what a crash may send twice.
    public var atOnce: Int
    /// How many calls are under way at the same time, news apart.
    public var lanes: Int
    /// How long a call takes at most, in milliseconds.
    public var longest: Int64
    /// Whether handing over the same mail again does no harm, so that what a program had taken when it
    /// ended need not wait for the end of its lease.
    public var isRepeatable: Bool

    /// For how many milliseconds a mail that is taken is nobody else's.
    var lease: Int64 { longest + MailPump.turn }

    /// - Parameters:
    ///   - atOnce: how many mails are handed over in one call.
    ///   - lanes: how many calls are under way at the same time, news apart.
    ///   - longest: how long a call takes at most, in milliseconds.
    ///   - isRepeatable: whether handing over the same mail again does no harm.
    public init(atOnce: Int, lanes: Int, longest: Int64, isRepeatable: Bool = false) {
      self.atOnce = atOnce
      self.lanes = lanes
      self.longest = longest
      self.isRepeatable = isRepeatable
    }

    /// For files, where handing over the same mail again replaces it.
    public static let files = Pace(atOnce: 100, lanes: 1, longest: 60_000, isRepeatable: true)
  }

  /// How many mails a lane takes before it asks again.
  private static let handful = 20
  /// For so many milliseconds after a handful was taken, mails of it are begun.
  fileprivate static let turn: Int64 = 60_000
  private static let pause = Duration.milliseconds(300)
  private static let pauseAfterError = Duration.seconds(1)
  private static let sweepInterval = Duration.seconds(600)
  private static let publicationInterval = Duration.seconds(20)
  /// For so many milliseconds a removal that failed is left alone.
  private static let rest: Int64 = 60_000

  /// Work that is done without anybody waiting for it.
  public enum Work: Sendable, Hashable {
    /// Publishing a petition at the time that was set.
    case publication(Proposal.ID)
    /// The next batch of a removal.
    case removal(Removal.ID)
  }

  /// What the pump has to tell the operator.
  public enum Report: Sendable {
    /// So many mails were handed over.
    case delivered(Int)
    /// So many mails could not be handed over and will be tried again, the first for this reason.
    case deferred(Int, any Error)
    /// So many mails were refused for good, the first for this reason.
    case refused(Int, any Error)
    /// One piece of work failed for this reason and will be tried again; the others go on.
    case postponed(Work, any Error)
    /// The outbox could not be read; the pump goes on.
    case unavailable(any Error)
  }

  /// - Parameter report: is told what happened, without names or addresses.
  public init(
    store: Store, settings: SiteSettings, localizations: Localizations, effects: Effects,
    pace: Pace = .files, report: @escaping @Sendable (Report) -> Void
  ) {
    self.store = store
    composer = MailComposer(store: store, settings: settings, localizations: localizations)
    publications = ScheduledPublications(store: store, settings: settings)
    self.effects = effects
    self.pace = pace
    self.report = report
  }

  /// Delivers until the surrounding task is cancelled, and gives back what was not its turn.
  ///
  /// - Throws: `OutboxError` when the disk did not keep a mail: nobody knows what it holds, and the
  ///   program must end.
  public func run() async throws {
    if pace.isRepeatable { await takeBack() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await repeating(every: Self.sweepInterval, sweep) }
      group.addTask { try await repeating(every: Self.publicationInterval, publishScheduled) }
      for _ in 0..<pace.lanes {
        group.addTask { try await repeating(every: Self.pause) { try await deliverDueMails() } }
      }
      // One makes news ready for all; the others would only do the same again.
      group.addTask { try await repeating(every: Self.pause) { try await deliverNews() } }
      for _ in 1..<max(1, pace.lanes - 1) {
        group.addTask { try await repeating(every: Self.pause) { try await deliverReadyNews() } }
      }
      group.addTask { try await repeating(every: Self.pause, continueRemovals) }
      // The first that cannot go on ends the others.
      while try await group.next() != nil {}
    }
  }

  /// Sends at once what a program that ended had taken, instead of when its lease ends.
  private func takeBack() async {
    do {
      try await store.takeBackMails(lease: pace.lease, at: effects.now())
    } catch {
      report(.unavailable(error))
    }
  }

  /// Works until there is nothing left to do, again and again until the task is cancelled.
  private func repeating(
    every pause: Duration, _ work: () async throws -> Int
  ) async throws {
    while !Task.isCancelled {
      do {
        if try await work() > 0 { continue }
      } catch let error as OutboxError where error.call == .synchronise {
        throw error
      } catch {
        report(.unavailable(error))
      }
      try? await Task.sleep(for: pause)
    }
  }

  private func sweep() async throws -> Int {
    try await store.sweep(at: effects.now())
    return 0
  }

  /// Publishes petitions whose set time has come; their mails are among the next.
  func publishScheduled() async throws -> Int {
    try await publications.publishDue(at: effects.now()) { id, error in
      report(.postponed(.publication(id), error))
    }
    return 0
  }

  /// Does the next batch of each removal but those that failed a moment ago.
  ///
  /// - Returns: how many batches were done.
  func continueRemovals() async throws -> Int {
    let now = effects.now()
    return try await store.continueRemovals(at: now, except: resting.ids(at: now)) { id, error in
      resting.add(id, until: now + Self.rest)
      report(.postponed(.removal(id), error))
    }
  }

  /// Delivers some of the mails that are due now, but for news.
  ///
  /// - Returns: how many mails had their turn.
  /// - Throws: `DatabaseError`; `OutboxError` when the disk did not keep a mail.
  @discardableResult
  public func deliverDueMails() async throws -> Int {
    try await deliver([.prompt, .later], limit: max(Self.handful, pace.atOnce))
  }

  /// Delivers some news, or makes more of them ready where none are.
  ///
  /// Only as many are taken as are handed over in one call: one that was taken when a program ended may
  /// have been sent, and is never sent again.
  ///
  /// - Returns: how many mails had their turn or were made.
  /// - Throws: as ``deliverDueMails()``.
  @discardableResult
  public func deliverNews() async throws -> Int {
    let taken = try await deliverReadyNews()
    return taken > 0 ? taken : try await store.fillNews(at: effects.now())
  }

  private func deliverReadyNews() async throws -> Int {
    try await deliver([.news], limit: pace.atOnce)
  }

  private func deliver(_ lanes: Set<MailLane>, limit: Int) async throws -> Int {
    let now = effects.now()
    guard effects.canDeliver(), try await store.hasDueMail(lanes, at: now) else { return 0 }
    let claimed = try await store.claimMails(
      lanes, limit: limit, lease: pace.lease, at: now)
    var rest = claimed[...]
    var handled = 0
    while !rest.isEmpty {
      // What another node may take soon is not begun, and neither is anything when the program ends.
      guard !Task.isCancelled, effects.canDeliver(), effects.now() < now + Self.turn
      else { break }
      let turn = rest.prefix(pace.atOnce)
      rest = rest.dropFirst(turn.count)
      do {
        handled += try await handOver(Array(turn))
      } catch {
        try await settle(rest.map { ($0, .returned) })
        throw error
      }
    }
    try await settle(rest.map { ($0, .returned) })
    return handled
  }

  /// Composes mails, hands them over in one call, and notes what became of each.
  ///
  /// - Returns: how many of them had their turn.
  private func handOver(_ claimed: [ClaimedMail]) async throws -> Int {
    var settled: [(ClaimedMail, MailOutcome)] = []
    var messages: [(mail: ClaimedMail, message: MailMessage)] = []
    var errors = Errors()
    for (mail, outcome) in zip(claimed, try await composed(claimed)) {
      switch outcome {
      case .message(let message): messages.append((mail, message))
      case .nothingToSay: settled.append((mail, .dropped))
      case .unwritable(let error):
        errors.refused.append(error)
        settled.append((mail, .failed(.unwritable)))
      }
    }
    let deliveries = try await effects.deliver(messages.map(\.message))
    for (handed, delivery) in zip(messages, deliveries) {
      settled.append((handed.mail, errors.outcome(of: delivery, handed.mail.kind)))
    }
    errors.tell(report)
    try await settle(settled)
    try await noteBounces(zip(messages, deliveries))
    return settled.count { $0.1 != .returned }
  }

  /// What the relay finds out at once is worth as much as a report that comes later.
  private func noteBounces(
    _ handed: some Sequence<((mail: ClaimedMail, message: MailMessage), Delivery)>
  ) async throws {
    for ((mail, message), delivery) in handed {
      guard case .rejected(let error) = delivery, (error as? SMTPError)?.isHardBounce == true
      else { continue }
      try await store.noteBounce(
        of: message.to.address, .hard, refused: mail.mail.petition, at: effects.now())
    }
  }

  /// What is to be sent; mails that cannot be composed for want of the database are given back.
  private func composed(_ claimed: [ClaimedMail]) async throws -> [MailComposer.Outcome] {
    do {
      return try await composer.compose(claimed, at: effects.now())
    } catch {
      try await settle(claimed.map { ($0, .returned) })
      throw error
    }
  }

  /// Notes what became of mails, and tries again while the leases last: what is not noted would be sent
  /// again, or never, if it is news.
  private func settle(_ settled: [(ClaimedMail, MailOutcome)]) async throws {
    guard let first = settled.first else { return }
    while true {
      do {
        try await settleOnce(settled)
        break
      } catch {
        guard !Task.isCancelled, effects.now() < first.0.leaseEnds else { throw error }
        report(.unavailable(error))
        try? await Task.sleep(for: Self.pauseAfterError)
      }
    }
    let accepted = settled.count { if case .accepted = $0.1 { true } else { false } }
    if accepted > 0 { report(.delivered(accepted)) }
  }

  private func settleOnce(_ settled: [(ClaimedMail, MailOutcome)]) async throws {
    if settled.count == 1, !Task.isCancelled {
      try await settle(settled[0].0, settled[0].1)
    } else {
      try await store.settleMails(settled, at: effects.now())
    }
  }

  /// Shares its commit with the other lanes.
  private func settle(_ mail: ClaimedMail, _ outcome: MailOutcome) async throws {
    do {
      try await store.settle(mail, outcome, at: effects.now())
    } catch is CancellationError {
      // The program ends, and what was handed over must be noted all the same.
      try await store.settleMails([(mail, outcome)], at: effects.now())
    }
  }

  /// What went wrong in one call.
  private struct Errors {
    var deferred: [any Error] = []
    var refused: [any Error] = []

    mutating func outcome(of delivery: Delivery, _ kind: WaitingMail.Kind) -> MailOutcome {
      switch delivery {
      case .accepted(let answer): return .accepted(answer: answer)
      case .rejected(let error):
        refused.append(error)
        return .failed(.rejected)
      case .deferred(let error):
        // Left alone for a while, or stopped: the mail has not had its turn.
        let relay = error as? SMTPError
        guard relay?.leftWaiting != true else { return .returned }
        deferred.append(error)
        return kind == .news && relay?.isInDoubt == true ? .failed(.inDoubt) : .deferred
      }
    }

    func tell(_ report: (Report) -> Void) {
      if let first = deferred.first { report(.deferred(deferred.count, first)) }
      if let first = refused.first { report(.refused(refused.count, first)) }
    }
  }
}

extension SMTPError {
  /// Whether the mail has only not had its turn; a fault of this machine is one of the mail's tries.
  fileprivate var leftWaiting: Bool {
    if case .library = reason { return false }
    return !wasTried
  }
}

/// Removals that failed, each with the moment (UTC milliseconds) at which it is tried again.
private final class RestingRemovals: Sendable {
  private let ends = Mutex<[Removal.ID: Int64]>([:])

  func add(_ id: Removal.ID, until end: Int64) {
    ends.withLock { $0[id] = end }
  }

  func ids(at now: Int64) -> Set<Removal.ID> {
    ends.withLock { ends in
      ends = ends.filter { $0.value > now }
      return Set(ends.keys)
    }
  }
}
