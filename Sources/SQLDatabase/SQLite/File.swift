import Glibc

/// The few calls on files that a durable copy needs.
enum File {
  /// Makes an empty file that only its owner can read; false when the name is taken.
  static func create(_ path: String) throws(DatabaseError) -> Bool {
    let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    if descriptor < 0, errno == EEXIST { return false }
    try check(descriptor, "a file cannot be created")
    Glibc.close(descriptor)
    return true
  }

  /// Whether anything has this name.
  static func exists(_ path: String) -> Bool {
    access(path, F_OK) == 0
  }

  /// Waits until the bytes of a file or the names in a directory are on the disk.
  static func sync(_ path: String) throws(DatabaseError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    try check(descriptor, "a file cannot be opened")
    defer { Glibc.close(descriptor) }
    try check(fsync(descriptor), "a file cannot be synced")
  }

  /// Gives a file its final name unless that is taken, and makes the change durable.
  static func rename(_ old: String, to new: String) throws(DatabaseError) {
    // A rename would overwrite; a second link does not.
    let result = link(old, new)
    guard result == 0 || errno != EEXIST else {
      throw DatabaseError(.fileExists, "a file of this name is already there")
    }
    try check(result, "a file cannot be renamed")
    unlink(old)
    try sync(directory(of: new))
  }

  /// The directory that holds a name.
  static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func check(_ result: Int32, _ what: String) throws(DatabaseError) {
    guard result < 0 else { return }
    let reason = String(cString: strerror(errno))
    throw DatabaseError(errno == ENOSPC ? .full : .inputOutput, "\(what): \(reason)")
  }
}
