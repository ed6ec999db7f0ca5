import Cryptography
import Foundation
import Glibc
import PetitionSite
import PetitionStore
import Rendering
import SQLDatabase

/// Opens what a command needs, and closes it when the command is done.
///
/// - Parameter mayCreate: whether the command makes sense where there is no site yet.
/// - Throws: ``NoSite``.
func withStore(
  _ settings: Settings, mayCreate: Bool = false,
  _ body: (Store, any Database) async throws -> Void
) async throws {
  guard mayCreate || settings.databaseLocation.exists else {
    throw NoSite(name: settings.databaseLocation.name)
  }
  let (store, database, _) = try await openStore(settings, mayCreate: mayCreate, isServing: false)
  do {
    try await body(store, database)
  } catch {
    await database.close()
    throw error
  }
  await database.close()
}

/// There is nothing to work on: an empty site made in passing would pass for the right one.
struct NoSite: Error, CustomStringConvertible {
  let name: String

  var description: String {
    "there is no database with a site: \(name); UNDERSIGNED_DATA names the folder of the site, and "
      + "UNDERSIGNED_DATABASE a database elsewhere"
  }
}

/// The store over the database that the settings name, with the secret that belongs to it.
///
/// - Parameters:
///   - mayCreate: whether an empty database becomes a site.
///   - isServing: whether people wait for what is asked of the database.
/// - Throws: ``NoSite``.
func openStore(
  _ settings: Settings, mayCreate: Bool = true, isServing: Bool
) async throws -> (store: Store, database: any Database, secret: SiteSecret) {
  try FileManager.default.createDirectory(
    atPath: settings.dataFolder, withIntermediateDirectories: true,
    attributes: [.posixPermissions: 0o700])
  let database = try await settings.databaseLocation.open(isServing: isServing)
  do {
    let isMade = try await Store.isMade(in: database)
    guard mayCreate || isMade else { throw NoSite(name: settings.databaseLocation.name) }
    // Nothing is sealed before there is a petition.
    let secret = try SiteSecret(
      path: settings.secretPath, mayCreate: try await Store.isEmpty(database),
      random: SecureRandom.bytes)
    var limits = StoreLimits()
    limits.waitingMails = settings.waitingMails
    let store = try await Store(
      database: database, secret: secret, limits: limits, random: SecureRandom.bytes)
    return (store, database, secret)
  } catch {
    await database.close()
    throw error
  }
}

/// The real clock, real random bytes, and mails as the settings say.
func liveEffects(_ transport: MailTransport) -> Effects {
  let renderer = Renderer(executable: rendererPath())
  return Effects(
    now: currentMilliseconds, uptime: currentUptime,
    pause: { try await Task.sleep(for: .milliseconds($0), clock: .continuous) },
    random: SecureRandom.bytes,
    deliver: { try await transport.deliver($0) }, canDeliver: { transport.isReady },
    renderPhoto: { try await PhotoRendering(of: $0, by: renderer) })
}

/// The time in UTC milliseconds.
func currentMilliseconds() -> Int64 { milliseconds(of: CLOCK_REALTIME) }

/// Milliseconds since the machine was started, also those in which it slept.
func currentUptime() -> Int64 { milliseconds(of: CLOCK_BOOTTIME) }

private func milliseconds(of clock: clockid_t) -> Int64 {
  var time = timespec()
  clock_gettime(clock, &time)
  return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
}

/// `undersigned-render` lies beside this program.
func rendererPath() -> String {
  let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
  return program.deletingLastPathComponent().appendingPathComponent("undersigned-render").path
}
