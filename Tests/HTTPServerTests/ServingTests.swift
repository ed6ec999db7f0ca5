import Glibc
import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(10)))
struct ServingTests {
  static let page = PreparedResponse(
    Response(
      headers: HeaderFields([("Content-Type", "text/html; charset=utf-8")]),
      body: Array(String(repeating: "<p>Hello, hello, hello.</p>\n", count: 400).utf8)),
    compressing: .live, routeName: "page")

  @Test func `the fast path answers from memory and the rest goes to the handler`() async throws {
    let fast: @Sendable (borrowing RequestHead) -> PreparedResponse? = { head in
      head.path == "/page" && head.query == "a=b%20c" && head.header("x-test") == "yes"
        ? Self.page : nil
    }
    try await withServer(Site(fastPath: fast)) { port in
      let head = "HTTP/1.1\r\nHost: example.org\r\nX-Test: yes\r\n\r\n"
      let first = try await answer("GET /page?a=b%20c \(head)", port: port)
      #expect(first?.status == 200)
      #expect(first?.body.count == 400 * 28)
      #expect(first?["ETag"] == Self.page.etag)
      #expect(first?["Vary"] == "Accept-Encoding")
      let second = try await answer("GET /page?a=b+c \(head)", port: port)
      #expect(second?.text == "hello")
    }
  }

  @Test func `as many requests at once as the library takes at a time are answered`() async throws {
    var site = Site()
    site.limits.connectionsPerNetwork = 1_000
    site.fastPath = { head in
      // Long enough for the others to send while the loop cannot look.
      if head.path == "/slow" { usleep(500_000) }
      return Self.page
    }
    try await withServer(site) { port in
      let answers = try await onThread {
        // One of each of the two loops, and exactly a batch for each behind it.
        let slow = try (0..<2).map { _ in try RawClient(port: port) }
        let others = try (0..<2 * Worker.eventsAtATime).map { _ in try RawClient(port: port) }
        usleep(100_000)
        for client in slow { client.send("GET /slow HTTP/1.1\r\nHost: example.org\r\n\r\n") }
        usleep(100_000)
        for client in others { client.send("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n") }
        return (slow + others).map { $0.answer(toHead: false)?.status }
      }
      #expect(answers.allSatisfy { $0 == 200 })
    }
  }

  @Test func `the fast path sees neither bodies nor other methods`() async throws {
    try await withServer(Site(fastPath: { _ in Self.page })) { port in
      let host = "HTTP/1.1\r\nHost: example.org\r\n"
      let got = try await text(of: "POST / \(host)\r\n", port: port)
      #expect(got == "hello")
      let withBody = "GET / \(host)Content-Length: 3\r\n\r\nabc"
      let got1 = try await text(of: withBody, port: port)
      #expect(got1 == "hello")
    }
  }

  @Test func `HEAD gets the fields of GET and no body, from memory and from the handler`()
    async throws
  {
    let fast: @Sendable (borrowing RequestHead) -> PreparedResponse? = {
      $0.path == "/page" ? Self.page : nil
    }
    try await withServer(Site(fastPath: fast)) { port in
      for (path, length) in [("/page", "11200"), ("/other", "5")] {
        let all = try await exchange(
          "HEAD \(path) HTTP/1.1\r\nHost: example.org\r\n\r\n", port: port)
        #expect(all.contains("Content-Length: \(length)\r\n"))
        #expect(all.hasSuffix("\r\n\r\n"))
      }
    }
  }

  @Test func `an answer that is known already is 304 without a body, in each form`() async throws {
    try await withServer(Site(fastPath: { _ in Self.page })) { port in
      let start = "GET / HTTP/1.1\r\nHost: example.org\r\n"
      for coding in ["identity", "br", "zstd", "gzip"] {
        let accept = "Accept-Encoding: \(coding)\r\n"
        let full = try #require(try await answer(start + accept + "\r\n", port: port))
        #expect(full["Content-Encoding"] == (coding == "identity" ? nil : coding))
        let tag = try #require(full["ETag"])
        let again = try await answer(
          start + accept + "If-None-Match: \"x\", W/\(tag)\r\n\r\n", port: port)
        #expect(again?.status == 304)
        #expect(again?["ETag"] == tag)
        #expect(again?["Vary"] == "Accept-Encoding")
        #expect(again?["Content-Type"] == nil)
        let other = try await answer(start + accept + "If-None-Match: \"x\"\r\n\r\n", port: port)
        #expect(other?.status == 200)
      }
    }
  }

  @Test func `a handler that waits answers on the same connection, one request after the other`()
    async throws
  {
    try await withServer(
      Site(handler: { request in
        await Task.yield()
        return .text(request.path + "|" + (request.query["q"] ?? "-") + "|" + request.host)
      })
    ) { port in
      let texts = try await onThread {
        let client = try RawClient(port: port)
        // Pipelined: both are there before the first is answered.
        client.send("GET /a%2Fb?q=%C3%A9+x HTTP/1.1\r\nHost: example.org:80\r\n\r\n")
        client.send("GET http://example.net/c HTTP/1.1\r\nHost: example.org\r\n\r\n")
        return [client.answer()?.text, client.answer()?.text]
      }
      #expect(texts == ["/a%2Fb|é x|example.org:80", "/c|-|example.net"])
    }
  }

  @Test func `a body arrives whole, by length and in chunks, split anywhere`() async throws {
    try await withServer(
      Site(handler: { request in
        await Task.yield()
        return Response(body: request.body)
      })
    ) { port in
      let bodies = try await onThread {
        let client = try RawClient(port: port)
        let start = "POST / HTTP/1.1\r\nHost: example.org\r\n"
        for byte in (start + "Content-Length: 5\r\n\r\nhello").utf8 { client.send([byte]) }
        let first = client.answer()?.text
        let chunks =
          "Transfer-Encoding: chunked\r\n\r\n3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\nX-T: u\r\n\r\n"
        for byte in (start + chunks).utf8 { client.send([byte]) }
        return [first, client.answer()?.text]
      }
      #expect(bodies == ["hello", "hello"])
    }
  }

  @Test func `a client that waits to be told to go on is told`() async throws {
    try await withServer(Site(handler: { Response(body: $0.body) })) { port in
      let answers = try await onThread {
        let client = try RawClient(port: port)
        client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        let first = client.answer()?.status
        client.send("ok")
        return (first, client.answer()?.text)
      }
      #expect(answers.0 == 100)
      #expect(answers.1 == "ok")
    }
  }

  @Test func `a larger body is let through where the limit was raised`() async throws {
    var limits = ServerLimits()
    limits.bodyLimit = { method, path in method == .post && path == "/photo" ? 2_000_000 : nil }
    try await withServer(Site(limits: limits, handler: { .text("\($0.body.count)") })) { port in
      let body = String(repeating: "a", count: 1_500_000)
      let head = "HTTP/1.1\r\nHost: a\r\nContent-Length: 1500000\r\n\r\n"
      let got = try await text(of: "POST /photo \(head)\(body)", port: port)
      #expect(got == "1500000")
      let got1 = try await status(of: "POST /other \(head)\(body)", port: port)
      #expect(got1 == 413)
    }
  }

  @Test(arguments: [
    "Content-Length: 4000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n3D0900\r\n",
  ])
  func `a client that is still sending when it is refused is heard out, so that it reads why`(
    framing: String
  ) async throws {
    try await withServer { port in
      let (isSent, status) = try await onThread {
        let client = try RawClient(port: port)
        client.send("POST / HTTP/1.1\r\nHost: a\r\n\(framing)")
        let isSent = client.send([UInt8](repeating: 0x61, count: 4_000_000))
        return (isSent, client.answer()?.status)
      }
      #expect(isSent)
      #expect(status == 413)
    }
  }

  @Test func `bodies beyond the memory for all of them get 503`() async throws {
    var limits = ServerLimits()
    limits.bodyBytesInTotal = 1000
    try await withServer(Site(limits: limits)) { port in
      let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: "
      let body = String(repeating: "a", count: 2000)
      let got = try await status(of: "\(head)2000\r\n\r\n\(body)", port: port)
      #expect(got == 503)
      // What was refused is not counted any more.
      let got1 = try await status(of: "\(head)900\r\n\r\n\(body.prefix(900))", port: port)
      #expect(got1 == 200)
      let got2 = try await status(of: "\(head)900\r\n\r\n\(body.prefix(900))", port: port)
      #expect(got2 == 200)
    }
  }

  @Test func `requests beyond what handlers may work on get 503 with a time to come back`()
    async throws
  {
    var limits = ServerLimits()
    limits.requestsInFlight = 1
    let gate = Gate()
    try await withServer(
      Site(
        limits: limits,
        handler: { request in
          if request.path == "/slow" { await gate.wait() }
          return .text("done")
        }
      )
    ) { port in
      async let slow = answer("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n", port: port)
      await gate.hasArrived()
      let busy = try await answer("GET / HTTP/1.1\r\nHost: a\r\n\r\n", port: port)
      #expect(busy?.status == 503)
      #expect(busy?["Retry-After"] == "1")
      gate.open()
      let late = try await slow
      #expect(late?.text == "done")
    }
  }

  @Test func `an error in the handler becomes the answer for failures`() async throws {
    struct Broken: Error {}
    let server = Server(
      configuration: ServerConfiguration(threads: 1),
      handler: { request in
        if request.path == "/later" { await Task.yield() }
        throw Broken()
      },
      failure: { error, request in
        .text("\(error is Broken) \(request.path)", status: .internalServerError)
      })
    try await withRunning(server) { port, _ in
      for path in ["/now", "/later"] {
        let failed = try await answer("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n", port: port)
        #expect(failed?.status == 500)
        #expect(failed?.text == "true \(path)")
      }
    }
  }

  @Test func `an answer cannot be split by what stands in a field`() async throws {
    try await withServer(
      Site(handler: { _ in
        var response = Response.redirect(to: "/a\r\nSet-Cookie: x=y")
        response.headers.set("X-A", "b\r\nX-Evil: c\0\n")
        return response
      })
    ) { port in
      let answer = try await answer("GET / HTTP/1.1\r\nHost: a\r\n\r\n", port: port)
      #expect(answer?.status == 303)
      #expect(answer?["Location"] == "/a%0D%0ASet-Cookie:%20x=y")
      #expect(answer?["X-A"] == "bX-Evil: c")
      #expect(answer?["Set-Cookie"] == nil)
      #expect(answer?["X-Evil"] == nil)
    }
  }

  @Test func `an answer says nothing of the software`() async throws {
    try await withServer { port in
      let answer = try await answer("GET / HTTP/1.1\r\nHost: a\r\n\r\n", port: port)
      #expect(answer?.headers.map(\.name).sorted() == ["Content-Length", "Content-Type", "Date"])
    }
  }
}
