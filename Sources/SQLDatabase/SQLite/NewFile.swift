import Glibc

/// A file that gets its name only when it is complete; it has the name with `.partial` until then.
struct NewFile {
  private let path: String
  /// Where the file is until it is complete.
  let partial: String

  /// Makes the file, empty, readable by its owner only.
  ///
  /// Throws the code `fileExists` when either name is taken.
  init(_ path: String) throws(DatabaseError) {
    self.path = path
    partial = path + ".partial"
    guard !File.exists(path) else {
      throw DatabaseError(.fileExists, "a file of this name is already there")
    }
    guard try File.create(partial) else {
      throw DatabaseError(
        .fileExists,
        "a file of this name with .partial is already there, of a copy that goes on or was stopped")
    }
  }

  /// Makes the file durable and gives it its name.
  func complete() throws(DatabaseError) {
    try File.sync(partial)
    try File.rename(partial, to: path)
  }

  /// Removes the file, with the log that a database may have beside it.
  func discard() {
    for suffix in ["", "-wal", "-shm"] { unlink(partial + suffix) }
  }
}

extension SQLiteDatabase {
  /// Makes a new file that has its name only when the body has filled it, and then durably.
  ///
  /// Nothing is left of it when the body throws. Throws `DatabaseError` with the code `fileExists`
  /// when the name is taken, and what the body throws.
  public static func makeFile<T>(
    at path: String, _ body: (SQLiteDatabase) async throws -> T
  ) async throws -> T {
    let file = try NewFile(path)
    do {
      let database = try await SQLiteDatabase(path: file.partial)
      let result: T
      do {
        result = try await body(database)
      } catch {
        await database.close()
        throw error
      }
      await database.close()
      guard !File.exists(file.partial + "-wal") else {
        throw DatabaseError(.inputOutput, "the log could not be moved into the file")
      }
      try file.complete()
      return result
    } catch {
      file.discard()
      throw error
    }
  }
}
