import Glibc

/// Blocking reads and writes on the three standard descriptors.
enum StandardStreams {
  /// A read or write that the system refused.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Whether standard output is a regular file, which the limit on file sizes would make
  /// unwritable.
  static var outputIsAFile: Bool {
    var status = stat()
    return fstat(STDOUT_FILENO, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Everything on standard input, but never more than `limit` bytes.
  static func readInput(upTo limit: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 * 1024)
    while bytes.count < limit {
      let count = read(STDIN_FILENO, &chunk, min(chunk.count, limit - bytes.count))
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw Failure(description: "Standard input could not be read.") }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return bytes
  }

  static func writeOutput(_ bytes: [UInt8]) throws(Failure) {
    guard write(bytes, to: STDOUT_FILENO) else {
      throw Failure(description: "Standard output could not be written.")
    }
  }

  /// One line on standard error.
  static func say(_ sentence: String) {
    // Nobody is left to be told when standard error itself is closed.
    _ = write(Array("\(sentence)\n".utf8), to: STDERR_FILENO)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
