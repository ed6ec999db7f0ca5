import Foundation
import SQLDatabase

/// A new folder that is removed with everything in it when the test is over.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func path(of name: String) -> String { "\(path)/\(name)" }

  func size(of name: String) throws -> Int? {
    guard FileManager.default.fileExists(atPath: path(of: name)) else { return nil }
    return try FileManager.default.attributesOfItem(atPath: path(of: name))[.size] as? Int
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}

/// Opens a new database with a table of items for the body, and closes it.
func withDatabase<T>(
  readers: Int = 2, _ body: (SQLiteDatabase, TemporaryFolder) async throws -> T
) async throws -> T {
  let folder = try TemporaryFolder()
  let database = try await SQLiteDatabase(path: folder.path(of: "data"), readers: readers)
  try await database.write { transaction in
    try transaction.execute(
      """
      CREATE TABLE item (
        id INTEGER NOT NULL PRIMARY KEY,
        name TEXT NOT NULL UNIQUE CHECK (name <> 'forbidden')
      ) STRICT
      """)
  }
  do {
    let result = try await body(database, folder)
    await database.close()
    return result
  } catch {
    await database.close()
    throw error
  }
}

extension Database {
  func itemNames() async throws -> [String] {
    try await read { transaction in
      try transaction.query("SELECT name FROM item ORDER BY rowid").map { try $0.get(0) }
    }
  }

  func integrity() async throws -> String {
    try await read { try $0.query("PRAGMA integrity_check")[0].get(0) }
  }
}

/// The code of the `DatabaseError` that a body throws, or nil.
func code(_ body: () async throws -> Void) async throws -> DatabaseError.Code? {
  do {
    try await body()
    return nil
  } catch let error as DatabaseError {
    return error.code
  }
}

struct Refused: Error {}
