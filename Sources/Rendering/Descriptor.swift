import Glibc

/// Owns one file descriptor.
struct Descriptor: ~Copyable {
  /// -1 once closed.
  private(set) var number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { if number >= 0 { _ = Glibc.close(number) } }

  var isOpen: Bool { number >= 0 }

  mutating func close() {
    if isOpen { _ = Glibc.close(number) }
    number = -1
  }

  /// Sends what the socket takes at once; returns how many bytes are done with.
  ///
  /// When the other end is gone, all are done with: whoever closed it says why by its exit code.
  func send(_ bytes: ArraySlice<UInt8>) -> Int {
    let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
    let count = bytes.withUnsafeBytes { Glibc.send(number, $0.baseAddress, $0.count, flags) }
    if count >= 0 { return count }
    return errno == EAGAIN || errno == EINTR ? 0 : bytes.count
  }

  /// Appends what is there, waiting for the first byte; closes at the end.
  mutating func read(into bytes: inout [UInt8]) {
    let count = withUnsafeTemporaryAllocation(byteCount: 64 * 1024, alignment: 1) { buffer in
      let count = Glibc.read(number, buffer.baseAddress, buffer.count)
      if count > 0 { bytes += buffer[..<count] }
      return count
    }
    if count == 0 || (count < 0 && errno != EINTR) { close() }
  }
}
