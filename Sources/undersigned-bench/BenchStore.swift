import Cryptography
import Foundation
import PetitionStore
import Petitions
import SQLDatabase

/// A site's store, opened as the program opens it, with every transaction counted.
struct BenchStore {
  let store: Store
  let database: CountedDatabase

  /// Opens the store that the options name, lets the body work, and closes it.
  ///
  /// - Parameter inBackground: whether the engine's background work runs beside the body.
  static func with(
    _ options: Options, inBackground: Bool = true,
    _ body: @escaping @Sendable (BenchStore) async throws -> Void
  ) async throws {
    let folder = try options.needed("data")
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let database = CountedDatabase(try await open(options.text("database"), folder))
    let secret = try SiteSecret(
      path: folder + "/secret", mayCreate: true, random: SecureRandom.bytes)
    let store = try await Store(database: database, secret: secret, random: SecureRandom.bytes)
    let bench = BenchStore(store: store, database: database)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      if inBackground { tasks.addTask { try await database.run() } }
      defer { tasks.cancelAll() }
      try await body(bench)
    }
    await database.close()
  }

  private static func open(_ database: String?, _ folder: String) async throws -> any Database {
    guard let database else { return try await SQLiteDatabase(path: folder + "/site.sqlite") }
    // A batch of a data set takes longer than anybody would wait for a page.
    return try PostgreSQLDatabase(
      PostgreSQLAddress(database), patience: nil, listens: false)
  }

  /// The petition that was made first.
  func firstPetition() async throws -> Petition {
    guard let slug = try await store.slugs(limit: 100_000).last,
      let petition = try await store.petition(slug)
    else { throw UsageError(message: "there is no petition: seed first") }
    return petition
  }
}
