import Glibc

/// Files that are there whole or not at all, and survive a power cut once a call has returned.
enum DurableFile {
  /// A step of writing or reading a file failed.
  struct Failure: Error, CustomStringConvertible {
    let step: StaticString
    let code: Int32

    var description: String { "\(step): \(String(cString: strerror(code)))" }
  }

  /// Writes a new file that only its owner can read, and its entry in the folder.
  ///
  /// - Throws: ``Failure`` also when the file exists.
  static func create(path: String, bytes: [UInt8]) throws {
    let unfinished = path + ".new"
    unlink(unfinished)
    try write(bytes, to: unfinished)
    defer { unlink(unfinished) }
    // A link, unlike a renaming, never takes the place of a file that came in between.
    guard link(unfinished, path) == 0 else { throw Failure(step: "link", code: errno) }
    try syncFolder(of: path)
  }

  /// The bytes of a small file, or nil where there is none.
  ///
  /// - Throws: ``Failure`` when the file is there and cannot be read.
  static func read(path: String, limit: Int) throws -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    if file < 0, errno == ENOENT { return nil }
    guard file >= 0 else { throw Failure(step: "open", code: errno) }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: limit)
    let count = Glibc.read(file, &bytes, limit)
    guard count >= 0 else { throw Failure(step: "read", code: errno) }
    return Array(bytes.prefix(count))
  }

  private static func write(_ bytes: [UInt8], to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Failure(step: "create", code: errno) }
    defer { close(file) }
    guard Glibc.write(file, bytes, bytes.count) == bytes.count else {
      throw Failure(step: "write", code: errno)
    }
    guard fsync(file) == 0 else { throw Failure(step: "fsync", code: errno) }
  }

  private static func syncFolder(of path: String) throws {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let directory = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw Failure(step: "open folder", code: errno) }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw Failure(step: "fsync folder", code: errno) }
  }
}
