import Glibc

/// A directory that mail is written to as `.eml` files instead of being sent.
///
/// A file is there whole or not at all, and stays there after a power cut once `deliver` has
/// returned. It is readable by its owner only and is named after the message's id, never after an
/// address.
public struct Outbox: Sendable {
  /// The directory, which is made when the first message comes.
  public let directory: String

  /// Names a directory; nothing is touched yet.
  public init(directory: String) {
    self.directory = directory
  }

  /// Writes a message down; the same message id again replaces the file.
  ///
  /// - Throws: `MailError` for a message that cannot be written, `OutboxError` when the disk fails.
  ///   After an error of `fsync` nobody knows what the disk holds: stop.
  public func deliver(_ message: MailMessage) throws {
    let id = try MessageID(message.messageID)
    let bytes = try message.bytes(boundary: String(id.token.utf8.prefix(60)) ?? "part")
    try makeDirectory()
    let temporary = try write(bytes)
    do {
      guard rename(temporary, "\(directory)/\(id.token).eml") == 0 else {
        throw OutboxError(call: .rename)
      }
    } catch {
      unlink(temporary)
      throw error
    }
    try synchronise(directory)
  }

  private func makeDirectory() throws(OutboxError) {
    if mkdir(directory, 0o700) == 0 {
      // The entry of a new directory is kept by the directory above it.
      try synchronise(directory + "/..")
    } else if errno != EEXIST {
      throw OutboxError(call: .makeDirectory)
    }
  }

  /// Writes bytes to a new file with a name of its own, and has the disk keep them.
  private func write(_ bytes: [UInt8]) throws(OutboxError) -> String {
    var template = Array("\(directory)/.new-XXXXXX".utf8CString)
    // mkstemp makes the file with mode 0600.
    let file = mkstemp(&template)
    guard file >= 0 else { throw OutboxError(call: .open) }
    let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    do throws(OutboxError) {
      defer { close(file) }
      try Self.writeAll(bytes, to: file)
      guard fsync(file) == 0 else { throw OutboxError(call: .synchronise) }
    } catch {
      unlink(path)
      throw error
    }
    return path
  }

  private static func writeAll(_ bytes: [UInt8], to file: Int32) throws(OutboxError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw OutboxError(call: .write) }
      rest = rest.dropFirst(count)
    }
  }

  private func synchronise(_ path: String) throws(OutboxError) {
    let file = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw OutboxError(call: .open) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw OutboxError(call: .synchronise) }
  }
}

/// A call to the operating system that failed while a message was being stored.
public struct OutboxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was being done.
  public enum Call: String, Hashable, Sendable {
    /// Making the directory.
    case makeDirectory = "mkdir"

    /// Opening a file or the directory.
    case open = "open"

    /// Writing the bytes.
    case write = "write"

    /// Waiting for the disk; fatal.
    case synchronise = "fsync"

    /// Giving the file its name.
    case rename = "rename"
  }

  /// What was being done.
  public let call: Call

  /// The number that the system gave (`errno`).
  public let code: Int32

  init(call: Call) {
    self.call = call
    code = errno
  }

  /// The call and the number; no path.
  public var description: String { "outbox: \(call.rawValue) failed with error \(code)" }
}
