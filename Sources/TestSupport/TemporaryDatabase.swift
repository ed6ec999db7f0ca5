import Foundation
public import SQLDatabase

/// A database of its own, which is removed with the last reference, and a folder beside it.
public final class TemporaryDatabase: Sendable {
  /// The engine it runs on.
  public let engine: TestEngine
  /// The folder, for what belongs beside the database.
  public let folder: String
  private let isOwner: Bool

  /// Makes the folder; the file of an engine that has one is made when it is first opened.
  public init(_ engine: TestEngine) throws {
    self.engine = engine
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.path
    isOwner = true
    if engine == .postgresql { try PostgreSQLServer.run("CREATE DATABASE \"\(name)\"") }
  }

  /// Uses the database of another process, which removes it.
  public init(_ engine: TestEngine, sharing folder: String) {
    self.engine = engine
    self.folder = folder
    isOwner = false
  }

  /// Makes a database of a copy that an engine with a file has written.
  public convenience init(restoring backup: String) throws {
    try self.init(.sqlite)
    try FileManager.default.copyItem(atPath: backup, toPath: databasePath)
  }

  deinit {
    guard isOwner else { return }
    try? FileManager.default.removeItem(atPath: folder)
    // The whole server is removed later in any case.
    if engine == .postgresql {
      _ = try? PostgreSQLServer.run("DROP DATABASE IF EXISTS \"\(name)\" WITH (FORCE)")
    }
  }

  /// A file in the folder.
  public func path(of name: String) -> String { "\(folder)/\(name)" }

  /// The file that holds the database, for an engine that has one.
  public var databasePath: String { path(of: Self.fileName) }

  /// Opens the database for the body and closes it afterwards; data stay for the next opening.
  public func open<T>(_ body: (any Database) async throws -> T) async throws -> T {
    let database: any Database =
      switch engine {
      case .sqlite: try await SQLiteDatabase(path: databasePath)
      case .postgresql:
        try PostgreSQLDatabase(
          PostgreSQLServer.address(of: name), connections: 2, patience: .seconds(20))
      }
    do {
      let result = try await body(database)
      await database.close()
      return result
    } catch {
      await database.close()
      throw error
    }
  }

  /// The plan that PostgreSQL makes for a statement whose values are not known, a step a line.
  public func plan(of statement: String) throws -> String {
    try PostgreSQLServer.plan(of: statement, in: name)
  }

  /// What the database holds, in whatever form shows every change: files, or rows.
  public func contents() throws -> [String: [UInt8]] {
    switch engine {
    case .sqlite: try files()
    case .postgresql:
      // Reading may set hint bits in the files, which tell nobody anything.
      [
        "rows": Array(
          try PostgreSQLServer.run("SELECT database_to_xml(true, false, '')", in: name).utf8)
      ]
    }
  }

  /// Every byte that the database keeps on the disk now, by file, without what others share.
  public func files() throws -> [String: [UInt8]] {
    switch engine {
    case .sqlite:
      return try Self.read([Self.fileName, Self.fileName + "-wal"].map(path(of:)))
    case .postgresql:
      try PostgreSQLServer.run("CHECKPOINT")
      let folder = try PostgreSQLServer.run(
        """
        SELECT current_setting('data_directory') || '/base/' || oid
        FROM pg_database
        WHERE datname = current_database()
        """, in: name)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      return try Self.read(names.map { "\(folder)/\($0)" })
    }
  }

  /// Whether all that was committed has been moved out of the engine's log.
  public var isLogEmpty: Bool {
    get throws {
      switch engine {
      case .sqlite: try files()[path(of: Self.fileName + "-wal")]?.isEmpty ?? true
      // The log is the whole server's.
      case .postgresql: true
      }
    }
  }

  private var name: String { URL(fileURLWithPath: folder).lastPathComponent }

  private static let fileName = "petitions.sqlite"

  private static func read(_ paths: [String]) throws -> [String: [UInt8]] {
    try paths.reduce(into: [:]) { files, path in
      guard FileManager.default.fileExists(atPath: path) else { return }
      files[path] = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }
  }
}
