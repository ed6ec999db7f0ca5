import Foundation
import Glibc
import HTTPServer
import Synchronization
import Testing

@testable import PetitionSite

/// The site behind its real server, on a free port of the loopback address.
struct Loopback: Sendable {
  let port: UInt16
  let log: LogLines

  /// Every line that the server wrote.
  final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
  }

  /// Serves while the body runs, wired as the program does it.
  static func serve(
    _ client: SiteClient, _ body: @escaping @Sendable (Loopback) async throws -> Void
  ) async throws {
    let site = client.site
    let log = LogLines()
    let server = Server(
      configuration: ServerConfiguration(threads: 2, drainTimeout: .seconds(5)),
      fastPath: { site.answerFromMemory($0) },
      handler: { try await site.respond(to: $0) },
      failure: { error, request in
        log.add("\(error)")
        return site.failureResponse(to: request)
      },
      refusal: { site.refusal($0) },
      log: { log.add($0.jsonLine) })
    let ports = AsyncStream.makeStream(of: UInt16.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await server.run { ports.continuation.yield($0) }
      }
      group.addTask {
        var iterator = ports.stream.makeAsyncIterator()
        let port = try #require(await iterator.next())
        try await body(Loopback(port: port, log: log))
      }
      // The body ends first, well or with an error; the server then stops and drains.
      try await group.next()
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  /// Sends bytes, and reads everything up to the end of the connection.
  func exchange(_ bytes: [UInt8]) async throws -> String {
    let port = port
    return try await withCheckedThrowingContinuation { continuation in
      // A thread of its own: the pool of the tasks must stay free for the server's handlers.
      let thread = Thread { continuation.resume(with: Result { try Self.exchange(bytes, port) }) }
      thread.start()
    }
  }

  /// A request without a body, and the end of the connection asked for.
  func exchange(_ target: String, method: String = "GET") async throws -> String {
    let head = "\(method) \(target) HTTP/1.1\r\nHost: petitions.example.org\r\n"
    return try await exchange(Array((head + "Connection: close\r\n\r\n").utf8))
  }

  private static func exchange(_ bytes: [UInt8], _ port: UInt16) throws -> String {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      let size = socklen_t(MemoryLayout<timeval>.size)
      setsockopt(descriptor, SOL_SOCKET, option, &limit, size)
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(result == 0)
    var sent = 0
    // A server that refuses a body closes before all of it was sent.
    while sent < bytes.count {
      let rest = Array(bytes[sent...].prefix(64 * 1024))
      let count = send(descriptor, rest, rest.count, Int32(MSG_NOSIGNAL))
      if count <= 0 { break }
      sent += count
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      // Stopped and continued, a process finds the call interrupted (signal(7), SO_RCVTIMEO).
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      answer += buffer[..<count]
    }
    return String(decoding: answer, as: UTF8.self)
  }
}
