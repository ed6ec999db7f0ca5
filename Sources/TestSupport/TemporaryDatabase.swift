import Foundation
public import SQLDatabase

/// A database of its own, in a temporary folder that is removed with the last reference.
public final class TemporaryDatabase: Sendable {
  /// The engine it runs on.
  public let engine: TestEngine
  /// The folder, for what belongs beside the database.
  public let folder: String
  private let isOwner: Bool

  /// Makes the folder; the database itself is made when it is first opened.
  public init(_ engine: TestEngine) throws {
    self.engine = engine
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.path
    isOwner = true
  }

  /// Uses the folder of another process's database, which removes it.
  public init(_ engine: TestEngine, sharing folder: String) {
    self.engine = engine
    self.folder = folder
    isOwner = false
  }

  /// Makes a database of a backup.
  public convenience init(_ engine: TestEngine, restoring backup: String) throws {
    try self.init(engine)
    switch engine {
    case .sqlite: try FileManager.default.copyItem(atPath: backup, toPath: databasePath)
    }
  }

  deinit {
    guard isOwner else { return }
    try? FileManager.default.removeItem(atPath: folder)
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

  /// Every byte that the database keeps on the disk now, by file, without what readers share.
  public func files() throws -> [String: [UInt8]] {
    switch engine {
    case .sqlite:
      try [Self.fileName, Self.fileName + "-wal"].reduce(into: [:]) { files, name in
        guard FileManager.default.fileExists(atPath: path(of: name)) else { return }
        files[name] = Array(try Data(contentsOf: URL(fileURLWithPath: path(of: name))))
      }
    }
  }

  /// Whether all that was committed has been moved out of the engine's log.
  public var isLogEmpty: Bool {
    get throws {
      switch engine {
      case .sqlite: try files()[Self.fileName + "-wal"]?.isEmpty ?? true
      }
    }
  }

  private static let fileName = "petitions.sqlite"
}
