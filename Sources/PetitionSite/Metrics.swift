import HTTPServer
import PetitionStore

extension Site {
  /// The figures of the site in the text format of Prometheus (version 0.0.4).
  ///
  /// They are for whoever runs the machine: others, and what comes through a proxy, find nothing here.
  /// A proxy of this machine that adds no field is known by the name that it passes on.
  func metrics(_ visit: Visit) async throws -> Response {
    let forwarding: [HeaderName] = ["X-Forwarded-For", "Forwarded", "Via"]
    guard visit.request.network.isLoopback, Self.isLoopback(host: visit.request.host),
      forwarding.allSatisfy({ visit.request.headers[$0] == nil })
    else { throw PageFailure.notFound }
    var response = plain(
      Metrics(
        mails: try await store.mailQueue(at: visit.now), totals: try await store.mailTotals(),
        now: visit.now
      ).text)
    response.headers.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
    return response
  }

  /// Whether a `Host` field (RFC 9110, section 7.2) names this machine, at any port: `localhost`,
  /// 127.0.0.0/8, or `[::1]`.
  static func isLoopback(host: String) -> Bool {
    let parts = host.split(separator: "]", maxSplits: 1, omittingEmptySubsequences: false)
    let isLiteral = parts.count == 2
    let name = isLiteral ? String(parts[0]) + "]" : String(host.prefix { $0 != ":" })
    let port = isLiteral ? parts[1] : host.dropFirst(name.count)
    guard port.isEmpty || port.first == ":" && port.dropFirst().allSatisfy(\.isNumber) else {
      return false
    }
    if isLiteral { return name == "[::1]" }
    return name.lowercased() == "localhost" || ClientNetwork(name)?.isLoopback == true
  }
}

/// Figures for monitoring.
struct Metrics {
  let mails: MailQueue
  let totals: MailTotals
  /// UTC milliseconds.
  let now: Int64

  var text: String {
    let oldest = mails.oldestQueuedAt.map { max(0, now - $0) / 1_000 } ?? 0
    return [
      Self.gauge("mail_waiting", "Prompt mails that are not handed over yet.", mails.waiting),
      Self.gauge(
        "mail_waiting_deferred", "Prompt mails that the relay has put off.", mails.deferred),
      Self.gauge(
        "mail_oldest_seconds", "How long the oldest prompt mail has waited.", Int(oldest)),
      Self.gauge("mail_news_waiting", "News that is ready and not handed over yet.", mails.news),
      counters,
    ].joined()
  }

  private var counters: String {
    """
    # HELP undersigned_mail_total What became of mails since the site was made.
    # TYPE undersigned_mail_total counter

    """
      + MailTotals.Outcome.allCases.map {
        "undersigned_mail_total{outcome=\"\($0.rawValue)\"} \(totals[$0])\n"
      }.joined()
  }

  private static func gauge(_ name: StaticString, _ help: StaticString, _ value: Int) -> String {
    """
    # HELP undersigned_\(name) \(help)
    # TYPE undersigned_\(name) gauge
    undersigned_\(name) \(value)

    """
  }
}
