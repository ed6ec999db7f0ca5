import Foundation
import SQLDatabase
import Testing

@Suite struct BackupTests {
  @Test func `a backup opens and equals the database at one moment`() async throws {
    try await withDatabase { database, folder in
      try await database.write { transaction in
        try transaction.execute(
          "INSERT INTO item (name) VALUES ($1)",
          each: (0..<20_000).map { ["\($0) \(String(repeating: "x", count: 200))"] })
      }
      // Two rows at a time, so that half of a write would show.
      let writing = Task {
        var number = 0
        while !Task.isCancelled {
          number += 1
          try await database.write { [number] transaction in
            try transaction.execute(
              "INSERT INTO item (name) VALUES ($1)", each: [["a\(number)"], ["b\(number)"]])
          }
        }
      }
      try await database.backup(to: folder.path(of: "copy"))
      writing.cancel()
      try await writing.value
      #expect(try folder.size(of: "copy.partial") == nil)

      let copy = try await SQLiteDatabase(path: folder.path(of: "copy"), readers: 1)
      let names = try await copy.itemNames()
      #expect(names.count >= 20_000 && names.count.isMultiple(of: 2))
      #expect(try await names == Array(database.itemNames().prefix(names.count)))
      #expect(try await copy.integrity() == "ok")
      await copy.close()
    }
  }

  @Test func `a backup is one file that only its owner can read`() async throws {
    try await withDatabase { database, folder in
      let copies = try TemporaryFolder()
      try await database.backup(to: copies.path(of: "copy"))
      #expect(try copies.names == ["copy"])
      let attributes = try FileManager.default.attributesOfItem(atPath: copies.path(of: "copy"))
      #expect(attributes[.posixPermissions] as? Int == 0o600)
      _ = folder
    }
  }

  @Test func `a backup overwrites nothing`() async throws {
    try await withDatabase { database, folder in
      let there = Data("something else".utf8)
      for name in ["copy", "copy.partial"] {
        let url = URL(fileURLWithPath: folder.path(of: name))
        try there.write(to: url)
        let result = try await code { try await database.backup(to: folder.path(of: "copy")) }
        #expect(result == .fileExists)
        #expect(try Data(contentsOf: url) == there)
        try FileManager.default.removeItem(at: url)
      }
      try await database.backup(to: folder.path(of: "copy"))
      let result = try await code { try await database.backup(to: folder.path(of: "copy")) }
      #expect(result == .fileExists)
    }
  }
}
