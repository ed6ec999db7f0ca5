import Glibc
import HTTPServer
import PetitionSite
import PetitionStore
import SQLDatabase

/// Runs the site until a signal ends it.
func serveSite(_ settings: Settings) async throws {
  allowManyConnections()
  let siteSettings = try settings.site()
  let (store, database, secret) = try await openStore(settings, isServing: true)
  let localizations = try Languages.localizations(testLanguage: settings.testLanguage)
  let log = Log()
  let transport = try MailTransport(settings)
  let site = Site(
    store: store, settings: siteSettings, formTokenKey: secret.formTokenKey,
    mailTicketKey: secret.mailTicketKey, deskFormKey: secret.deskFormKey,
    localizations: localizations, effects: liveEffects(transport))
  let server = server(of: site, settings, log)
  let jobs = settings.doesJobs ? try doJobs(of: store, settings, transport, log) : []
  try await run(
    [{ await log.run() }, { try await database.run() }] + jobs
      + [{ try await server.run { _ in announce(settings) } }],
    until: Signals.waitForEnd)
  await database.close()
}

/// Does the jobs of the site, and nothing else, until a signal ends it.
func workForSite(_ settings: Settings) async throws {
  let (store, database, _) = try await openStore(settings, isServing: true)
  let jobs = try doJobs(of: store, settings, try MailTransport(settings), Log())
  try await run([{ try await database.run() }] + jobs, until: Signals.waitForEnd)
  await database.close()
}

/// Writes and hands over mails and deletes what has expired, on a thread that gives way.
private func doJobs(
  of store: Store, _ settings: Settings, _ transport: MailTransport, _ log: Log
) throws -> [@Sendable () async throws -> Void] {
  let tally = MailTally(log)
  let pump = MailPump(
    store: store, settings: try settings.site(),
    localizations: try Languages.localizations(testLanguage: settings.testLanguage),
    effects: liveEffects(transport), pace: transport.pace, report: tally.take)
  let background = try BackgroundThread()
  return [
    { await tally.run() },
    {
      do {
        try await withTaskExecutorPreference(background) { try await pump.run() }
      } catch {
        await transport.close()
        throw error
      }
      await transport.close()
    },
  ]
}

private func server(of site: Site, _ settings: Settings, _ log: Log) -> Server {
  var limits = ServerLimits()
  if let most = settings.connectionsPerNetwork { limits.connectionsPerNetwork = most }
  limits.bodyLimit = { Site.bodyLimit($0, $1) }
  // Settings cannot be read with an address that does not parse.
  let (host, port) = settings.address ?? ("127.0.0.1", 8080)
  let configuration = ServerConfiguration(
    host: host, port: port, limits: limits, trustedProxies: settings.trustedProxies)
  return Server(
    configuration: configuration,
    fastPath: { site.answerFromMemory($0) },
    handler: { try await site.respond(to: $0) },
    failure: { error, request in
      log.note(LogLine(event: "failure", detail: String(describing: error)))
      return site.failureResponse(to: request)
    },
    refusal: { site.refusal($0) },
    log: { log.note($0) })
}

/// Raises the limit of open files as far as the system lets; each connection is one.
private func allowManyConnections() {
  var limit = rlimit()
  guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
  limit.rlim_cur = limit.rlim_max
  setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
}

private func announce(_ settings: Settings) {
  Terminal.print(
    """

      The site    \(settings.publicURL)/
      Its mails   \(settings.mailPlace)
      Its data    \(settings.dataFolder)
      Stop it     Ctrl-C

    """)
  if settings.publicURL.hasPrefix("https://"), settings.trustedProxies.isEmpty {
    Terminal.note(
      "UNDERSIGNED_TRUSTED_PROXIES is empty: behind a proxy all visitors share one rate limit")
  }
}
