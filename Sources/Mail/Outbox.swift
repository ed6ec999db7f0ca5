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

  /// Writes messages down; a message id seen before replaces the file.
  ///
  /// The disk is asked to keep all files before any gets its name, and the directory once for all:
  /// it works on many at a time, and each answer of the disk counts for every file written so far.
  ///
  /// - Parameter signer: signs every message, if there is one.
  /// - Returns: for each message whether it is kept: else it is rejected with a `MailError`, since it
  ///   cannot be written, or deferred with an `OutboxError`.
  /// - Throws: `OutboxError` after an error of `fsync`: nobody knows what the disk holds. Stop.
  public func deliver(
    _ messages: [MailMessage], signedBy signer: DKIMSigner? = nil
  ) throws(OutboxError) -> [Delivery] {
    let written = messages.map { message in Result { try write(message, signedBy: signer) } }
    do throws(OutboxError) {
      for case .success(let file) in written { try file.synchronise() }
    } catch {
      for case .success(let file) in written { file.discard() }
      throw error
    }
    let named = written.map { file in Result { try file.get().takeName(in: directory) } }
    if named.contains(where: { (try? $0.get()) != nil }) { try synchronise(directory) }
    return named.map { result in
      switch result {
      case .success: .accepted(answer: nil)
      case .failure(let error): error is MailError ? .rejected(error) : .deferred(error)
      }
    }
  }

  private func write(_ message: MailMessage, signedBy signer: DKIMSigner?) throws -> NewFile {
    let id = try MessageID(message.messageID)
    let bytes = try message.bytes(signedBy: signer)
    try makeDirectory()
    return try NewFile(bytes, name: id.token + ".eml", in: directory)
  }

  private func makeDirectory() throws(OutboxError) {
    if mkdir(directory, 0o700) == 0 {
      // The entry of a new directory is kept by the directory above it.
      try synchronise(directory + "/..")
    } else if errno != EEXIST {
      throw OutboxError(call: .makeDirectory)
    }
  }

  private func synchronise(_ path: String) throws(OutboxError) {
    let file = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw OutboxError(call: .open) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw OutboxError(call: .synchronise) }
  }
}

/// A file that has its bytes and not yet its name.
private struct NewFile {
  private let descriptor: Int32
  private let path: String
  private let name: String

  init(_ bytes: [UInt8], name: String, in directory: String) throws(OutboxError) {
    var template = Array("\(directory)/.new-XXXXXX".utf8CString)
    // mkstemp makes the file with mode 0600.
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw OutboxError(call: .open) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    self.name = name
    do throws(OutboxError) {
      try write(bytes)
    } catch {
      discard()
      throw error
    }
  }

  func synchronise() throws(OutboxError) {
    guard fsync(descriptor) == 0 else { throw OutboxError(call: .synchronise) }
  }

  func takeName(in directory: String) throws(OutboxError) {
    guard rename(path, "\(directory)/\(name)") == 0 else {
      let error = OutboxError(call: .rename)
      discard()
      throw error
    }
    close(descriptor)
  }

  func discard() {
    close(descriptor)
    unlink(path)
  }

  private func write(_ bytes: [UInt8]) throws(OutboxError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw OutboxError(call: .write) }
      rest = rest.dropFirst(count)
    }
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
