import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(10)))
struct NetworkTests {
  @Test func `a network has only so many connections, and gets new ones when old ones end`()
    async throws
  {
    var limits = ServerLimits()
    limits.connectionsPerNetwork = 3
    try await withServer(Site(limits: limits)) { port in
      try await onThread {
        let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
        var clients: [RawClient] = []
        for _ in 0..<3 {
          let client = try RawClient(port: port)
          client.send(request)
          #expect(client.answer()?.status == 200)
          clients.append(client)
        }
        let further = try RawClient(port: port)
        further.send(request)
        #expect(further.answer() == nil)
        clients[0].finish()
        #expect(clients[0].answer() == nil)
        let next = try RawClient(port: port)
        next.send(request)
        #expect(next.answer()?.status == 200)
      }
    }
  }

  @Test func `a trusted proxy has as many connections as it likes`() async throws {
    var limits = ServerLimits()
    limits.connectionsPerNetwork = 1
    try await withServer(Site(limits: limits, trustedProxies: ["127.0.0.0/8"])) { port in
      try await onThread {
        let clients = try (0..<5).map { _ in try RawClient(port: port) }
        for client in clients {
          client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
          #expect(client.answer()?.status == 200)
        }
      }
    }
  }

  @Test func `connections beyond the total wait until there is room`() async throws {
    var limits = ServerLimits()
    limits.connections = 2
    try await withServer(Site(limits: limits)) { port in
      try await onThread {
        let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
        var clients: [RawClient] = []
        for _ in 0..<2 {
          let client = try RawClient(port: port)
          client.send(request)
          #expect(client.answer()?.status == 200)
          clients.append(client)
        }
        let waiting = try RawClient(port: port)
        waiting.send(request)
        #expect(!waiting.hasInput)
        clients = []
        #expect(waiting.answer()?.status == 200)
      }
    }
  }

  static func seen(_ fields: String, trusting: [String]) async throws -> (ClientNetwork, Bool)? {
    let seen = Collected<(ClientNetwork, Bool)>()
    try await withServer(
      Site(
        trustedProxies: trusting,
        handler: { request in
          seen.append((request.network, request.isSecure))
          return .text("")
        }
      )
    ) { port in
      _ = try await answer("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n", port: port)
    }
    return seen.all.first
  }

  @Test func `forwarded fields from anyone but a trusted proxy are ignored`() async throws {
    let forged = "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n"
    let seen = try #require(try await Self.seen(forged, trusting: ["10.0.0.0/8"]))
    #expect(seen.0 == .loopback)
    #expect(!seen.1)
  }

  @Test(arguments: [
    ("192.0.2.1", "192.0.2.1"), ("198.51.100.7, 192.0.2.1", "192.0.2.1"),
    ("192.0.2.1, 10.1.2.3", "192.0.2.1"), ("192.0.2.1, 10.1.2.3,10.9.9.9", "192.0.2.1"),
    ("192.0.2.1:4711", "192.0.2.1"), ("[2001:db8::1]:4711", "2001:db8::2"),
    ("2001:db8::1", "2001:db8::"), ("192.0.2.1, nonsense", "127.0.0.1"),
    ("nonsense, 10.1.2.3", "10.1.2.3"), ("", "127.0.0.1"),
  ])
  func `the client is the rightmost address that is not a trusted proxy`(
    value: String, expected: String
  ) async throws {
    let seen = try #require(
      try await Self.seen(
        "X-Forwarded-For: \(value)\r\nX-Forwarded-Proto: https\r\n",
        trusting: ["127.0.0.1", "10.0.0.0/8"]))
    #expect(seen.0 == ClientNetwork(expected))
    #expect(seen.1)
  }

  @Test func `the log has a line for each request and no address, path or query in it`()
    async throws
  {
    let records = Collected<RequestRecord>()
    try await withServer(
      Site(
        fastPath: { $0.path == "/page" ? ServingTests.page : nil },
        handler: { _ in Response(body: Array("hello".utf8), routeName: "hello\"") },
        log: { records.append($0) }
      )
    ) { port in
      try await onThread {
        let client = try RawClient(port: port)
        for target in ["GET /secret?q=secret", "HEAD /page", "GET /page"] {
          client.send("\(target) HTTP/1.1\r\nHost: a\r\n\r\n")
          _ = client.answer(toHead: target.hasPrefix("HEAD"))
        }
        client.send("BREW /secret HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = client.rest()
      }
    }
    let all = records.all
    #expect(all.map(\.route) == ["hello\"", "page", "page", "unmatched"])
    #expect(all.map(\.method) == ["GET", "HEAD", "GET", "OTHER"])
    #expect(all.map(\.status) == [200, 200, 200, 501])
    #expect(all.map(\.bytes).prefix(3) == [5, 0, 11_200])
    #expect(all.allSatisfy { $0.milliseconds >= 0 })
    let lines = all.map(\.jsonLine).joined()
    #expect(lines.hasPrefix(#"{"route":"hello\"","method":"GET","status":200,"bytes":5,"ms":"#))
    #expect(!lines.contains("secret") && !lines.contains("127."))
  }
}
