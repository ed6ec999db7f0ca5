import Foundation
import SQLDatabase

/// Where a database is.
enum DatabaseLocation: Sendable {
  /// A file of this machine.
  case file(path: String)
  /// A server, which several nodes can use.
  case server(PostgreSQLAddress)

  /// Takes a path or a connection string, `postgres://…` or `host=… dbname=…`.
  init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    // Before a path: as the name of a file, a password would stand in messages.
    if let address = try? PostgreSQLAddress(text) {
      self = .server(address)
    } else if text.contains("://") {
      return nil
    } else {
      self = .file(path: text)
    }
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
