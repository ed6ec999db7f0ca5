import Glibc

/// Files that survive a power cut from the moment a call returns.
enum DurableFile {
  /// A step of writing a file failed.
  struct Failure: Error, CustomStringConvertible {
    let step: String
    let code: Int32

    var description: String { "\(step): \(String(cString: strerror(code)))" }
  }

  /// Writes a new file that only its owner can read, and its entry in the folder.
  ///
  /// - Throws: ``Failure`` also when the file exists.
  static func create(path: String, bytes: [UInt8]) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Failure(step: "create", code: errno) }
    defer { close(file) }
    guard write(file, bytes, bytes.count) == bytes.count else {
      throw Failure(step: "write", code: errno)
    }
    guard fsync(file) == 0 else { throw Failure(step: "fsync", code: errno) }
    try syncFolder(of: path)
  }

  private static func syncFolder(of path: String) throws {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let directory = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw Failure(step: "open folder", code: errno) }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw Failure(step: "fsync folder", code: errno) }
  }
}
