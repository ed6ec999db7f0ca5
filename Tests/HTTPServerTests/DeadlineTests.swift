import Glibc
import Testing

@testable import HTTPServer

/// Slow clients: short limits, and a drip that would go on far longer than any of them.
@Suite(.timeLimit(.minutes(10)))
struct DeadlineTests {
  static var limits: ServerLimits {
    var limits = ServerLimits()
    limits.headTimeout = .milliseconds(400)
    limits.rateGrace = .milliseconds(300)
    limits.keepAlive = .milliseconds(600)
    return limits
  }

  /// Sends a start and then a byte every 20 ms, at most 1000; gives back all that came.
  static func drip(_ start: String, _ byte: UInt8, port: UInt16) async throws -> (Bool, String) {
    try await onThread {
      let client = try RawClient(port: port)
      client.send(start)
      for _ in 0..<1000 {
        if client.isClosed { return (true, "") }
        if client.hasInput { return (true, client.rest()) }
        client.send([byte])
        usleep(20_000)
      }
      return (false, "")
    }
  }

  @Test func `a phase that began after the look at the clock is not over`() {
    let deadlines = Deadlines(Self.limits)
    let connection = Connection(
      descriptor: -1, network: .loopback, isProxy: false, tag: nil, now: 10_000)
    for kind in [Phase.Kind.head, .body, .handling, .answering, .idle] {
      let hasEntered = connection.phase.enter(kind, now: 10_000)
      let isOver = deadlines.isOver(connection, connection.phase.current, now: 9_999)
      #expect(hasEntered && !isOver)
    }
  }

  @Test func `a request line that drips is cut`() async throws {
    try await withServer(Site(limits: Self.limits)) { port in
      let got = try await Self.drip("GET /", 0x61, port: port).0
      #expect(got)
    }
  }

  @Test func `header fields that drip are cut with 408`() async throws {
    try await withServer(Site(limits: Self.limits)) { port in
      let (isCut, text) = try await Self.drip(
        "GET / HTTP/1.1\r\nHost: a\r\nX-A: ", 0x61, port: port)
      #expect(isCut)
      #expect(text.hasPrefix("HTTP/1.1 408 "))
    }
  }

  @Test func `a body that drips is cut with 408, by length and in chunks`() async throws {
    try await withServer(Site(limits: Self.limits)) { port in
      for framing in [
        "Content-Length: 60000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nffff\r\n",
      ] {
        let (isCut, text) = try await Self.drip(
          "POST / HTTP/1.1\r\nHost: a\r\n\(framing)", 0x61, port: port)
        #expect(isCut)
        #expect(text.hasPrefix("HTTP/1.1 408 "))
      }
    }
  }

  @Test func `a second request that drips is cut although the first was whole`() async throws {
    var limits = Self.limits
    limits.keepAlive = .seconds(60)
    try await withServer(Site(limits: limits)) { port in
      let isCut = try await onThread {
        let client = try RawClient(port: port)
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        guard client.answer()?.status == 200 else { return false }
        usleep(100_000)
        client.send("GET /")
        for _ in 0..<1000 {
          if client.isClosed || client.hasInput { return true }
          client.send("a")
          usleep(20_000)
        }
        return false
      }
      #expect(isCut)
    }
  }

  @Test func `a connection that says nothing ends, fresh or kept alive`() async throws {
    try await withServer(Site(limits: Self.limits)) { port in
      let got = try await onThread { try RawClient(port: port).rest() }
      #expect(got == "")
      let rest = try await onThread {
        let client = try RawClient(port: port)
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = client.answer()
        return client.rest()
      }
      #expect(rest == "")
    }
  }

  @Test func `a client that does not read its answer is cut`() async throws {
    var limits = Self.limits
    limits.rateGrace = .milliseconds(50)
    limits.minimumRate = 1_000_000_000
    let records = Collected<RequestRecord>()
    try await withServer(
      Site(
        limits: limits,
        handler: { _ in Response(body: [UInt8](repeating: 0x61, count: 50_000_000)) },
        log: { records.append($0) }
      )
    ) { port in
      let count = try await onThread {
        let client = try RawClient(port: port)
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        // Until the server has ended it: the record is written then.
        for _ in 0..<1000 where records.all.isEmpty { usleep(10_000) }
        return client.rest().utf8.count
      }
      #expect(count < 50_000_000)
    }
  }

  @Test func `a handler may take longer than any of the limits on clients`() async throws {
    try await withServer(
      Site(
        limits: Self.limits,
        handler: { _ in
          try await Task.sleep(for: .milliseconds(1500))
          return .text("late")
        }
      )
    ) { port in
      let got = try await text(of: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", port: port)
      #expect(got == "late")
    }
  }

  @Test func `a body that is slow but fast enough is read`() async throws {
    try await withServer(Site(limits: Self.limits, handler: { .text("\($0.body.count)") })) {
      port in
      let text = try await onThread {
        let client = try RawClient(port: port)
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n")
        for _ in 0..<40 {
          client.send([UInt8](repeating: 0x61, count: 500))
          usleep(25_000)
        }
        return client.answer()?.text
      }
      #expect(text == "20000")
    }
  }
}
