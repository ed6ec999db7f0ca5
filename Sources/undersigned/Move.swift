import Cryptography
import PetitionStore
import SQLDatabase

/// The words after `move`.
struct MoveOptions: Sendable {
  let source: DatabaseLocation
  let target: DatabaseLocation

  init(arguments: [String]) throws {
    var places: [String: DatabaseLocation] = [:]
    var rest = arguments[...]
    while let word = rest.popFirst() {
      guard word == "--from" || word == "--to" else {
        // Not quoted: it may be an address with a password, without its option.
        throw UsageError(message: "move takes --from DATABASE and --to DATABASE")
      }
      guard let place = rest.popFirst().flatMap({ DatabaseLocation($0) }) else {
        throw UsageError(message: "\(word) is a file or postgres://…")
      }
      places[word] = place
    }
    guard let source = places["--from"], let target = places["--to"] else {
      throw UsageError(message: "move needs --from DATABASE and --to DATABASE")
    }
    self.source = source
    self.target = target
  }
}

/// Copies a whole site into an empty database.
func moveSite(_ options: MoveOptions) async throws {
  guard options.source.exists else { throw NothingToMove() }
  let rows = try await Signals.run {
    try await withDatabase(options.source) { source in
      // Before a file is made for the target.
      let move = try await SiteMove(of: source, random: SecureRandom.bytes)
      return try await withDatabase(options.target) { target in
        let progress = MoveReport()
        defer { progress.end() }
        return try await move.run(to: target, report: progress.take)
      }
    }
  }
  Terminal.print(
    "moved \(rows) rows; the secret file is not among them: every node needs the one of the site")
}

/// Writes a copy of the site's database to a new SQLite file, while the site runs.
func backUp(to path: String, _ settings: Settings) async throws {
  try await withStore(settings) { store, _ in
    try await Signals.run {
      let progress = MoveReport()
      defer { progress.end() }
      try await store.backUp(to: path, report: progress.take)
    }
  }
}

private func withDatabase<T: Sendable>(
  _ location: DatabaseLocation, _ body: (any Database) async throws -> T
) async throws -> T {
  let database = try await location.open(isServing: false)
  do {
    let result = try await body(database)
    await database.close()
    return result
  } catch {
    await database.close()
    throw error
  }
}

/// The file to move from is not there.
struct NothingToMove: Error, CustomStringConvertible {
  let description = "there is no file of the name that --from gives"
}
