import Glibc
import Synchronization
import Testing

@testable import HTTPServer

/// Bodies that are made while they are sent, over real sockets.
@Suite(.timeLimit(.minutes(10)))
struct StreamingTests {
  /// Makes so many pieces of one size, and counts what it made.
  final class Source: Sendable {
    let made = Atomic<Int>(0)
    private let pieces: Int
    private let size: Int

    init(pieces: Int, size: Int) {
      self.pieces = pieces
      self.size = size
    }

    func next() -> [UInt8]? {
      let number = made.add(1, ordering: .relaxed).newValue
      guard number <= pieces else { return nil }
      return [UInt8](repeating: UInt8(ascii: "a") + UInt8(number % 26), count: size)
    }

    var bytes: Int { min(made.load(ordering: .relaxed), pieces) * size }

    func site(waiting: Duration? = nil, log: Collected<RequestRecord>? = nil) -> Site {
      Site(
        handler: { _ in
          Response(
            stream: BodyStream {
              if let waiting { try await Task.sleep(for: waiting) }
              return self.next()
            }, routeName: "stream")
        }, log: { log?.append($0) })
    }
  }

  static let get = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

  /// What stands between the marks of the chunks (RFC 9112, 7.1); nil without a proper end.
  static func body(of text: String) -> [UInt8]? {
    var rest = Array(text.utf8)[...]
    guard let head = text.utf8.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    rest = rest.dropFirst(text.utf8.distance(from: text.utf8.startIndex, to: head.upperBound))
    var body: [UInt8] = []
    while let end = rest.firstIndex(of: 0x0D) {
      let size = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16) ?? 0
      if size == 0 { return Array(rest[end...]) == Array("\r\n\r\n".utf8) ? body : nil }
      let start = end + 2
      guard rest.endIndex >= start + size + 2 else { return nil }
      body += rest[start..<(start + size)]
      rest = rest[(start + size + 2)...]
    }
    return nil
  }

  @Test(arguments: [nil, Duration.milliseconds(2)])
  func `every piece arrives in order and the end is a proper one`(waiting: Duration?) async throws {
    let source = Source(pieces: 40, size: 3_001)
    let log = Collected<RequestRecord>()
    try await withServer(source.site(waiting: waiting, log: log)) { port in
      let text = try await exchange(Self.get, port: port)
      #expect(text.contains("Transfer-Encoding: chunked\r\n"))
      let body = try #require(Self.body(of: text))
      let expected = Source(pieces: 40, size: 3_001)
      var whole: [UInt8] = []
      while let piece = expected.next() { whole += piece }
      #expect(body == whole)
    }
    #expect(log.all.map(\.bytes) == [40 * 3_001] && log.all.map(\.route) == ["stream"])
  }

  @Test func `an empty piece is passed over, and nothing at all is a body`() async throws {
    let pieces = Mutex<[[UInt8]?]>([[], Array("a".utf8), [], [], Array("b".utf8), nil])
    let site = Site(handler: { request in
      guard request.path == "/" else { return Response(stream: BodyStream { nil }) }
      return Response(stream: BodyStream { pieces.withLock { $0.removeFirst() } })
    })
    try await withServer(site) { port in
      let body = Self.body(of: try await exchange(Self.get, port: port))
      #expect(body == Array("ab".utf8))
      let empty = Self.body(
        of: try await exchange(Self.get.replacing("GET /", with: "GET /x"), port: port))
      #expect(empty == [])
    }
  }

  @Test func `fifty megabytes go through while little is made ahead of the reader`() async throws {
    let source = Source(pieces: 50 * 16, size: 1 << 16)
    try await withServer(source.site()) { port in
      let (received, ahead, last) = try await onThread {
        let client = try RawClient(port: port)
        client.send(Self.get)
        var received = 0
        var ahead = 0
        let last = client.drain { count in
          received += count
          ahead = max(ahead, source.bytes - received)
        }
        return (received, ahead, last)
      }
      #expect(received > 50 << 20)
      // What the buffers of two sockets hold at most, and a piece.
      #expect(ahead < 16 << 20)
      #expect(last.suffix(5) == Array("0\r\n\r\n".utf8))
    }
  }

  @Test func `a reader that stops holds the making up, and goes on`() async throws {
    let source = Source(pieces: 50 * 16, size: 1 << 16)
    try await withServer(source.site()) { port in
      let (whileWaiting, later, received) = try await onThread {
        let client = try RawClient(port: port)
        client.send(Self.get)
        var before = -1
        while before != source.bytes {
          before = source.bytes
          usleep(300_000)
        }
        let later = source.bytes
        var received = 0
        _ = client.drain { received += $0 }
        return (before, later, received)
      }
      #expect(whileWaiting == later && later > 0 && later < 16 << 20)
      #expect(received > 50 << 20)
    }
  }

  @Test(arguments: [nil, Duration.milliseconds(1)])
  func `a client that goes away stops the making`(waiting: Duration?) async throws {
    let source = Source(pieces: 1_000_000, size: 1 << 16)
    let log = Collected<RequestRecord>()
    try await withServer(source.site(waiting: waiting, log: log)) { port in
      try await onThread {
        do {
          let client = try RawClient(port: port)
          client.send(Self.get)
          while !client.hasInput { usleep(1_000) }
        }
        while log.all.isEmpty { usleep(1_000) }
        let made = source.made.load(ordering: .relaxed)
        usleep(200_000)
        #expect(source.made.load(ordering: .relaxed) <= made + 1)
      }
    }
    #expect(log.all.count == 1)
  }

  @Test(arguments: [false, true])
  func `an error in the middle closes the connection without a proper end`(
    isLate: Bool
  ) async throws {
    struct Broken: Error {}
    let count = Atomic<Int>(0)
    var site = Site(handler: { _ in
      Response(
        stream: BodyStream {
          if count.add(1, ordering: .relaxed).newValue < 3 { return Array("piece".utf8) }
          if isLate { try await Task.sleep(for: .milliseconds(20)) }
          throw Broken()
        })
    })
    let told = Collected<String>()
    site.failure = { error, _ in
      told.append("\(error)")
      return .text("no")
    }
    // So that nothing else closes it.
    site.limits.rateGrace = .seconds(600)
    try await withServer(site) { port in
      let (text, isClosed) = try await onThread {
        let client = try RawClient(port: port)
        client.send(Self.get.replacing("Connection: close\r\n", with: ""))
        return (client.rest(), client.isClosed)
      }
      #expect(isClosed)
      #expect(text.hasPrefix("HTTP/1.1 200 ") && text.contains("piece"))
      #expect(!text.hasSuffix("0\r\n\r\n"))
      let body = Self.body(of: text)
      #expect(body == nil)
      #expect(told.all == ["Broken()"])
    }
  }

  @Test func `the connection serves the next request, and HEAD makes nothing`() async throws {
    let source = Source(pieces: 3, size: 10)
    try await withServer(source.site()) { port in
      let text = try await exchange(
        "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + Self.get, port: port)
      let answers = text.ranges(of: "HTTP/1.1 200 OK").count
      #expect(answers == 2 && text.hasSuffix("\r\n0\r\n\r\n"))
      #expect(source.bytes == 30)
    }
  }

  @Test func `a client that knows no chunks gets the bytes up to the end of the connection`()
    async throws
  {
    let source = Source(pieces: 5, size: 100_000)
    try await withServer(source.site(waiting: .milliseconds(1))) { port in
      let text = try await exchange("GET / HTTP/1.0\r\nHost: a\r\n\r\n", port: port)
      #expect(!text.contains("chunked"))
      let body = text.split(separator: "\r\n\r\n", maxSplits: 1).last
      #expect(body?.utf8.count == 500_000)
    }
  }

  @Test func `a stream that has begun ends before the server does`() async throws {
    let gate = Gate()
    let pieces = Mutex<[[UInt8]?]>([Array("a".utf8), Array("b".utf8), nil])
    let server = Server(
      configuration: ServerConfiguration(threads: 1, drainTimeout: .seconds(60)),
      handler: { _ in
        Response(
          stream: BodyStream {
            let piece = pieces.withLock { $0.removeFirst() }
            if piece == Array("b".utf8) { await gate.wait() }
            return piece
          })
      })
    try await withRunning(server) { port, stop in
      async let text = exchange(Self.get, port: port)
      await gate.hasArrived()
      stop()
      try await Task.sleep(for: .milliseconds(300))
      gate.open()
      let body = Self.body(of: try await text)
      #expect(body == Array("ab".utf8))
    }
  }

  @Test func `a stream that never ends is cut when the time to drain is over`() async throws {
    let gate = Gate()
    let server = Server(
      configuration: ServerConfiguration(threads: 1, drainTimeout: .milliseconds(200)),
      handler: { request in
        Response(
          stream: BodyStream {
            if request.path == "/deaf" { await gate.wait() }
            try await Task.sleep(for: .milliseconds(1))
            return Array("again".utf8)
          })
      })
    try await withRunning(server) { port, stop in
      async let deaf = exchange(Self.get.replacing("GET /", with: "GET /deaf"), port: port)
      async let endless = exchange(Self.get, port: port)
      await gate.hasArrived()
      stop()
      let texts = try await [deaf, endless]
      for text in texts { #expect(!text.hasSuffix("0\r\n\r\n")) }
    }
    gate.open()
  }

  @Test func `a reader slower than the minimum rate is cut`() async throws {
    var site = Source(pieces: 1_000_000, size: 1 << 16).site()
    site.limits.minimumRate = 1 << 30
    site.limits.rateGrace = .milliseconds(50)
    try await withServer(site) { port in
      let last = try await onThread {
        let client = try RawClient(port: port)
        client.send(Self.get)
        usleep(1_500_000)
        return client.drain { _ in }
      }
      #expect(last.suffix(5) != Array("0\r\n\r\n".utf8))
    }
  }
}
