import Foundation
import SQLDatabase

/// Where a database is.
enum DatabaseLocation: Sendable {
  /// A file of this machine.
  case file(path: String)
  /// A server, which several nodes can use.
  case server(PostgreSQLAddress)

  /// Takes a path, or a connection string that begins with `postgres://` or `postgresql://`.
  init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    guard text.contains("://") else {
      self = .file(path: text)
      return
    }
    guard text.hasPrefix("postgres://") || text.hasPrefix("postgresql://"),
      let address = try? PostgreSQLAddress(text)
    else { return nil }
    self = .server(address)
  }

  /// Opens the database; a file is made when it is not there.
  ///
  /// - Parameter isServing: whether people wait for what is asked of it, so that no answer is better
  ///   than a late one, and want to see what other nodes have changed.
  func open(isServing: Bool) async throws -> any Database {
    switch self {
    case .file(let path): try await SQLiteDatabase(path: path)
    case .server(let address):
      isServing
        ? try PostgreSQLDatabase(address)
        : try PostgreSQLDatabase(address, connections: 2, patience: nil, listens: false)
    }
  }

  /// Whether there is anything to open; a server always is, also when it holds no site.
  var exists: Bool {
    switch self {
    case .file(let path): FileManager.default.fileExists(atPath: path)
    case .server: true
    }
  }

  /// What a message may say of it, which has no password.
  var name: String {
    switch self {
    case .file(let path): path
    case .server: "on the server"
    }
  }
}
