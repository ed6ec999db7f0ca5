import PetitionSite
import Petitions
import Synchronization

/// Counts what became of mails and of work that nobody waits for, and tells the log now and then, without
/// names and addresses.
final class MailTally: Sendable {
  private struct State {
    var delivered = 0
    var deferred = 0
    var refused = 0
    var deferral = ""
    var refusal = ""
    var postponed = 0
    var postponement = ""
  }

  private static let interval = Duration.seconds(5)

  private let state = Mutex(State())
  private let log: Log

  init(_ log: Log) {
    self.log = log
  }

  /// Takes note of a report, from any thread.
  func take(_ report: MailPump.Report) {
    state.withLock { state in
      switch report {
      case .delivered(let count): state.delivered += count
      case .deferred(let count, let error):
        if state.deferred == 0 { state.deferral = "\(error)" }
        state.deferred += count
      case .refused(let count, let error):
        if state.refused == 0 { state.refusal = "\(error)" }
        state.refused += count
      case .postponed(let work, let error):
        if state.postponed == 0 { state.postponement = "\(Self.name(of: work)): \(error)" }
        state.postponed += 1
      case .unavailable(let error):
        log.note(LogLine(event: "outbox unavailable", detail: "\(error)"))
      }
    }
  }

  private static func name(of work: MailPump.Work) -> String {
    switch work {
    case .publication(let id): "publication of proposal \(id.rawValue)"
    case .removal(let id): "removal \(id.rawValue)"
    }
  }

  /// Tells the log until the task is cancelled, and what is left then.
  func run() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: Self.interval)
      tell()
    }
  }

  private func tell() {
    let news = state.withLock { state in
      defer { state = State() }
      return state
    }
    if news.delivered > 0 {
      log.note(LogLine(event: "mails delivered", detail: String(news.delivered)))
    }
    if news.deferred > 0 {
      log.note(LogLine(event: "mails deferred", detail: "\(news.deferred): \(news.deferral)"))
    }
    if news.refused > 0 {
      log.note(LogLine(event: "mails refused", detail: "\(news.refused): \(news.refusal)"))
    }
    if news.postponed > 0 {
      log.note(LogLine(event: "work postponed", detail: "\(news.postponed): \(news.postponement)"))
    }
  }
}
