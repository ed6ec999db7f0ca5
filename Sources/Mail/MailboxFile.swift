import Glibc

/// The messages of a mailbox, one after the other: an mbox file, a Maildir, or one message alone.
///
/// However large the mailbox is, no more than one message and a buffer are in memory.
public final class MailboxFile {
  /// No more than so many bytes of a message are given; the rest is passed over.
  public let largest: Int

  private enum Source {
    case file(MboxReader)
    case folder(MaildirReader)
  }

  private let source: Source

  /// Opens a mailbox: a folder with `new` and `cur` in it, or a file.
  ///
  /// In a file that starts with `From `, messages are separated as in "mboxrd": a line `From …` after
  /// an empty line begins the next, and of `>From `, `>>From ` … one `>` is taken away. Any other
  /// file is one message. Throws `MailboxFileError`.
  public init(path: String, largest: Int = 1 << 20) throws(MailboxFileError) {
    self.largest = largest
    var status = stat()
    guard stat(path, &status) == 0 else { throw MailboxFileError(call: .open) }
    if status.st_mode & S_IFMT == S_IFDIR {
      source = .folder(try MaildirReader(path, largest))
    } else {
      source = .file(try MboxReader(path, largest))
    }
  }

  /// The next message, or nil after the last.
  ///
  /// Throws `MailboxFileError`.
  public func next() throws(MailboxFileError) -> [UInt8]? {
    switch source {
    case .file(let reader): try reader.next()
    case .folder(let reader): try reader.next()
    }
  }
}

/// A call to the operating system that failed while a mailbox was read.
public struct MailboxFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was being done.
  public enum Call: String, Hashable, Sendable {
    /// Opening a file or a folder.
    case open

    /// Reading.
    case read
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
  public var description: String { "mailbox: \(call.rawValue) failed with error \(code)" }
}

/// An open file, read by pieces of at most 64 KiB that end at line ends where those are nearer.
final class LineFile {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var position = 0

  init(_ path: String) throws(MailboxFileError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw MailboxFileError(call: .open) }
  }

  /// The rest of the line, with its end, or as much as there was; nil at the end of the file.
  ///
  /// The first piece of a line has at least 1024 bytes of it, if it has as many.
  func piece() throws(MailboxFileError) -> ArraySlice<UInt8>? {
    while buffer.count - position < 1024, try fill() {}
    guard position < buffer.count else { return nil }
    let end = buffer[position...].firstIndex(of: 0x0A).map { $0 + 1 } ?? buffer.count
    defer { position = end }
    return buffer[position..<end]
  }

  /// Reads more; false at the end of the file.
  private func fill() throws(MailboxFileError) -> Bool {
    var more = [UInt8](repeating: 0, count: 65_536)
    var count = read(descriptor, &more, more.count)
    while count < 0, errno == EINTR { count = read(descriptor, &more, more.count) }
    guard count >= 0 else { throw MailboxFileError(call: .read) }
    buffer = Array(buffer[position...] + more.prefix(count))
    position = 0
    return count > 0
  }

  deinit {
    close(descriptor)
  }
}

/// The messages of an mbox file, or the one of a file that is none.
final class MboxReader {
  private let file: LineFile
  private let largest: Int
  private var isMbox: Bool?
  private var isOver = false

  init(_ path: String, _ largest: Int) throws(MailboxFileError) {
    file = try LineFile(path)
    self.largest = largest
  }

  func next() throws(MailboxFileError) -> [UInt8]? {
    var message: [UInt8] = []
    var isLineStart = true
    // An empty line belongs to the separator after it, or else to the message.
    var emptyLine: [UInt8] = []
    func add(_ bytes: some Collection<UInt8>) {
      message += bytes.prefix(max(0, largest - message.count))
    }
    while !isOver {
      guard let piece = try file.piece() else {
        isOver = true
        break
      }
      defer { isLineStart = piece.last == 0x0A }
      let isSeparator = isLineStart && piece.starts(with: "From ".utf8)
      if isMbox == nil {
        isMbox = isSeparator
        if isSeparator { continue }
      }
      if isMbox == true, isSeparator, !emptyLine.isEmpty { return message }
      add(emptyLine)
      let isEmpty = isLineStart && (piece == [0x0A] || piece == [0x0D, 0x0A])
      emptyLine = isEmpty ? Array(piece) : []
      let isQuoted = isMbox == true && isLineStart && Self.isQuoted(piece)
      if !isEmpty { add(piece.dropFirst(isQuoted ? 1 : 0)) }
    }
    if isMbox == false { add(emptyLine) }
    return message.isEmpty ? nil : message
  }

  private static func isQuoted(_ line: ArraySlice<UInt8>) -> Bool {
    line.first == UInt8(ascii: ">")
      && line.drop { $0 == UInt8(ascii: ">") }.starts(with: "From ".utf8)
  }
}

/// The messages of a Maildir: those that nobody has seen, then the others; in no order.
final class MaildirReader {
  private let path: String
  private let largest: Int
  private var folders = ["new", "cur"]
  private var folder = ""
  private var entries: OpaquePointer?

  init(_ path: String, _ largest: Int) throws(MailboxFileError) {
    self.path = path
    self.largest = largest
    try enterNextFolder()
  }

  func next() throws(MailboxFileError) -> [UInt8]? {
    while let entries {
      guard let entry = readdir(entries) else {
        try enterNextFolder()
        continue
      }
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard !name.utf8.starts(with: ".".utf8) else { continue }
      if let message = try content(of: "\(path)/\(folder)/\(name)") { return message }
    }
    return nil
  }

  private func enterNextFolder() throws(MailboxFileError) {
    if let entries { closedir(entries) }
    entries = nil
    guard !folders.isEmpty else { return }
    folder = folders.removeFirst()
    entries = opendir("\(path)/\(folder)")
    guard entries != nil else { throw MailboxFileError(call: .open) }
  }

  /// A whole file; nil if somebody has moved it away, or it is empty.
  private func content(of path: String) throws(MailboxFileError) -> [UInt8]? {
    let file: LineFile
    do throws(MailboxFileError) {
      file = try LineFile(path)
    } catch {
      if error.code == ENOENT { return nil }
      throw error
    }
    var message: [UInt8] = []
    while message.count < largest, let piece = try file.piece() {
      message += piece.prefix(largest - message.count)
    }
    return message.isEmpty ? nil : message
  }

  deinit {
    if let entries { closedir(entries) }
  }
}
