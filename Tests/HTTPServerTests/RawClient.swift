import Glibc
import Synchronization

@testable import HTTPServer

/// A socket to a server on the loopback address, for bytes that no proper client would send.
final class RawClient: Sendable {
  private let descriptor: Int32
  private let buffer = Mutex<[UInt8]>([])

  init(port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw ServerError.cannotListen(errno) }
    // So that a test that would wait for ever ends.
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
  }

  deinit {
    close(descriptor)
  }

  /// False once the other end takes no more.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let rest = Array(bytes[sent...])
      let count = Glibc.send(descriptor, rest, rest.count, Int32(MSG_NOSIGNAL))
      if count <= 0 { return false }
      sent += count
    }
    return true
  }

  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// No more will be sent.
  func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// One answer with its body by its `Content-Length`; nil at the end of the connection.
  func answer(toHead: Bool = false) -> Answer? {
    while true {
      if let answer = buffer.withLock({ Answer(&$0, toHead: toHead) }) { return answer }
      if !receive() { return nil }
    }
  }

  /// Everything up to the end of the connection.
  func rest() -> String {
    while receive() {}
    return buffer.withLock { buffer in
      defer { buffer = [] }
      return String(decoding: buffer, as: UTF8.self)
    }
  }

  /// Reads what comes until the end of the connection, keeping only the last bytes.
  ///
  /// - Parameter read: gets the number of bytes of each read.
  func drain(_ read: (Int) -> Void) -> [UInt8] {
    var last: [UInt8] = []
    while receive() {
      last += buffer.withLock { buffer in
        defer { buffer = [] }
        read(buffer.count)
        return buffer
      }
      last = Array(last.suffix(64))
    }
    return last
  }

  /// Whether the other end has closed by now, without waiting.
  var isClosed: Bool {
    var byte: UInt8 = 0
    let flags = Int32(MSG_PEEK | MSG_DONTWAIT)
    let count = recv(descriptor, &byte, 1, flags)
    return count == 0 || (count < 0 && errno != EAGAIN)
  }

  /// Whether something has come that was not read.
  var hasInput: Bool {
    var byte: UInt8 = 0
    return recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) > 0
  }

  private func receive() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 64 * 1024)
    var count = -1
    // Stopped and continued, a process finds the call interrupted (signal(7), SO_RCVTIMEO).
    repeat { count = recv(descriptor, &bytes, bytes.count, 0) } while count < 0 && errno == EINTR
    if count > 0 { buffer.withLock { $0 += bytes[..<count] } }
    return count > 0
  }
}

/// An answer as it came over the wire.
struct Answer {
  let status: Int
  let headers: [(name: String, value: String)]
  let body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }

  subscript(name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  init?(_ buffer: inout [UInt8], toHead: Bool) {
    let end: [UInt8] = [13, 10, 13, 10]
    guard buffer.count >= 4,
      let split = (0...(buffer.count - 4)).first(where: { Array(buffer[$0..<($0 + 4)]) == end })
    else { return nil }
    let lines = String(decoding: buffer[..<split], as: UTF8.self).split(separator: "\r\n")
    status = Int(lines[0].split(separator: " ")[1]) ?? 0
    headers = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), String(parts[1].drop { $0 == " " }))
    }
    let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap {
      Int($0.value)
    }
    let count = toHead || status == 304 || status == 100 ? 0 : length ?? 0
    guard buffer.count >= split + 4 + count else { return nil }
    body = Array(buffer[(split + 4)..<(split + 4 + count)])
    buffer.removeFirst(split + 4 + count)
  }
}
