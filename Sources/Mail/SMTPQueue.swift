import EmailAddresses
import Threads

/// The letters that wait for a relay, and the threads that take them to it.
///
/// A thread starts when a letter comes and no other is free, and ends when there was none for a
/// while: a relay that is not used costs nothing.
final class SMTPQueue: @unchecked Sendable {
  // Sendable: everything that changes is touched inside of the monitor only.
  private let monitor = Monitor()
  private let change: Condition
  private var jobs: [Job] = []
  /// Threads that take letters.
  private var threads = 0
  /// Those of them that wait for one.
  private var idle = 0
  /// Threads that take none any more, and say goodbye to the relay.
  private var leaving = 0
  private var isStopped = false
  private var whenEnded: [@Sendable () -> Void] = []
  private var breaker: CircuitBreaker
  private var paces: Paces

  private let address: SMTPAddress
  private let options: SMTPOptions
  private let clock: @Sendable () -> Int64
  private let random: @Sendable () -> Double

  /// One letter of a batch.
  struct Job {
    let letter: Letter
    let batch: ObjectIdentifier
    let arrived: Int64
    let finish: @Sendable (Delivery) -> Void
  }

  /// What a thread does next.
  private enum Step {
    case send(Job)
    case answer([Job], SMTPError)
    case end
  }

  init(
    _ address: SMTPAddress, _ options: SMTPOptions, clock: @escaping @Sendable () -> Int64,
    random: @escaping @Sendable () -> Double
  ) {
    change = Condition(in: monitor)
    self.address = address
    self.options = options
    self.clock = clock
    self.random = random
    breaker = CircuitBreaker(limit: options.failuresUntilPause)
    paces = Paces(
      perSecond: options.mailsPerSecond, perSecondForDomain: options.mailsPerSecondForDomain)
  }

  /// Whether the relay is left alone at present.
  var isPaused: Bool { monitor.locked { breaker.isPaused(at: clock()) } }

  /// Takes letters in; `finish` is called once for each, with its number.
  func add(
    _ letters: [Letter], batch: ObjectIdentifier,
    _ finish: @escaping @Sendable (Int, Delivery) -> Void
  ) {
    let now = clock()
    let new = letters.enumerated().map { number, letter in
      Job(letter: letter, batch: batch, arrived: now) { finish(number, $0) }
    }
    let refused = monitor.locked { () -> [Job] in
      guard !isStopped else { return new }
      jobs += new
      change.wakeAll()
      let wanted = min(jobs.count - idle, options.connections - threads)
      for _ in 0..<max(0, wanted) where startsThread() { threads += 1 }
      return threads == 0 ? takeAll() : []
    }
    for job in refused { job.finish(.deferred(SMTPError(.waiting, .stopped))) }
  }

  /// Answers the letters of a batch that are not under way.
  func cancel(_ batch: ObjectIdentifier) {
    let taken = monitor.locked {
      let taken = jobs.filter { $0.batch == batch }
      jobs.removeAll { $0.batch == batch }
      return taken
    }
    for job in taken { job.finish(.deferred(SMTPError(.waiting, .stopped))) }
  }

  /// Lets the threads end after what is under way; `done` is called when the last has.
  func stop(_ done: @escaping @Sendable () -> Void) {
    let taken = monitor.locked {
      isStopped = true
      let isOver = threads + leaving == 0
      if !isOver { whenEnded.append(done) }
      change.wakeAll()
      return (jobs: takeAll(), isOver: isOver)
    }
    for job in taken.jobs { job.finish(.deferred(SMTPError(.waiting, .stopped))) }
    if taken.isOver { done() }
  }

  private func takeAll() -> [Job] {
    defer { jobs = [] }
    return jobs
  }

  private func startsThread() -> Bool {
    (try? Thread.start { self.run() }) != nil
  }

  /// What each thread does until there is nothing to do.
  private func run() {
    var connection: SMTPConnection?
    while true {
      switch next() {
      case .send(let job):
        if connection == nil {
          connection = SMTPConnection(address, options) { self.monitor.locked { self.isStopped } }
        }
        // Without memory for a handle there is none for a better answer either.
        let delivery =
          connection?.send(job.letter) ?? .deferred(SMTPError(.waiting, .library(0)))
        note(delivery)
        job.finish(delivery)
      case .answer(let jobs, let error):
        for job in jobs { job.finish(.deferred(error)) }
      case .end:
        // Says goodbye to the relay before whoever waits for the end is told.
        connection = nil
        return end()
      }
    }
  }

  private func next() -> Step {
    monitor.locked {
      while true {
        if isStopped { return leaves() }
        guard !jobs.isEmpty else {
          if waits(milliseconds: Int64(options.idleSeconds) * 1000) { continue }
          return leaves()
        }
        let now = clock()
        let delays = jobs.map { paces.delay(of: $0.letter.recipient.domain, at: now) }
        let turn = Int64(options.turnSeconds) * 1000
        let late = zip(jobs, delays).filter { now - $0.arrived + $1 > turn }
        if !late.isEmpty {
          jobs = zip(jobs, delays).filter { now - $0.arrived + $1 <= turn }.map(\.0)
          return .answer(late.map(\.0), SMTPError(.waiting, .paced))
        }
        let ready = delays.firstIndex(of: 0)
        // An open breaker answers at once, and one that tries again needs a mail whose turn it is.
        if !breaker.isClosed, ready == nil || !breaker.admits(at: now) {
          return .answer(takeAll(), SMTPError(.waiting, .paused))
        }
        if let ready {
          let job = jobs.remove(at: ready)
          paces.take(job.letter.recipient.domain, at: now)
          return .send(job)
        }
        _ = waits(milliseconds: max(1, delays.min() ?? 1))
      }
    }
  }

  /// Counts a thread out within the monitor that found nothing to do.
  ///
  /// Whoever adds a letter next must see that nobody is left to take it: the goodbye may take two
  /// seconds, and meanwhile there is one connection more.
  private func leaves() -> Step {
    threads -= 1
    leaving += 1
    return .end
  }

  /// Waits within the monitor; false if there is still nothing to do.
  private func waits(milliseconds: Int64) -> Bool {
    idle += 1
    defer { idle -= 1 }
    change.wait(.milliseconds(milliseconds))
    return !jobs.isEmpty || isStopped
  }

  private func note(_ delivery: Delivery) {
    let now = clock()
    let number = random()
    monitor.locked {
      switch delivery {
      case .deferred(let error as SMTPError) where error.concernsRelay:
        breaker.noteFailure(at: now, random: number)
      case .deferred(let error as SMTPError) where !error.wasTried:
        breaker.noteNothing(at: now)
      case .accepted, .deferred, .rejected: breaker.noteAnswer()
      }
    }
  }

  private func end() {
    let done = monitor.locked { () -> [@Sendable () -> Void] in
      leaving -= 1
      guard threads + leaving == 0 else { return [] }
      defer { whenEnded = [] }
      return whenEnded
    }
    for tell in done { tell() }
  }
}
