import Testing

@testable import HTTPServer

/// Requests that a server behind a proxy must not take for something else than the proxy did.
@Suite(.timeLimit(.minutes(10)))
struct RobustnessTests {
  static let get = "GET / HTTP/1.1\r\nHost: example.org\r\n"
  static let post = "POST / HTTP/1.1\r\nHost: example.org\r\n"

  static let refused: [(String, String)] = [
    ("both lengths", post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    (
      "both lengths the other way round",
      post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"
    ),
    ("two lengths", post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
    ("the same length twice", post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"),
    ("a list of lengths", post + "Content-Length: 3, 3\r\n\r\nabc"),
    ("a signed length", post + "Content-Length: +3\r\n\r\nabc"),
    ("a negative length", post + "Content-Length: -3\r\n\r\nabc"),
    ("an empty length", post + "Content-Length: \r\n\r\nabc"),
    ("a hexadecimal length", post + "Content-Length: 0x3\r\n\r\nabc"),
    (
      "two encodings",
      post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ),
    ("a bad chunk size", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n"),
    ("two hosts", get + "Host: example.org\r\n\r\n"),
    ("no host", "GET / HTTP/1.1\r\nAccept: */*\r\n\r\n"),
    ("an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
    ("a host with a path", "GET / HTTP/1.1\r\nHost: example.org/x\r\n\r\n"),
    ("a host with a user", "GET / HTTP/1.1\r\nHost: a@example.org\r\n\r\n"),
    ("a space before the colon", get + "X-A : b\r\n\r\n"),
    ("a tab before the colon", get + "X-A\t: b\r\n\r\n"),
    ("a folded value", get + "X-A: b\r\n c\r\n\r\n"),
    ("a folded last value", get + "X-A: b\r\n\tc\r\n\r\n"),
    ("a line that begins with a space", "GET / HTTP/1.1\r\n Host: example.org\r\n\r\n"),
    ("NUL in a value", get + "X-A: b\0c\r\n\r\n"),
    ("NUL in the last value, with more behind", get + "X-A: b\0c\r\nX-B: d\r\n\r\n"),
    ("NUL before a value", get + "X-A:\0c\r\n\r\n"),
    ("NUL in a name", get + "X\0-A: c\r\n\r\n"),
    ("NUL in the path", "GET /a\0b HTTP/1.1\r\nHost: example.org\r\n\r\n"),
    ("NUL in the query", "GET /?a\0b HTTP/1.1\r\nHost: example.org\r\n\r\n"),
    ("NUL in the method", "GE\0T / HTTP/1.1\r\nHost: example.org\r\n\r\n"),
    ("a bare CR in a value", get + "X-A: b\rc\r\n\r\n"),
    ("an escape character in a value", get + "X-A: b\u{1B}c\r\n\r\n"),
    ("DEL in a value", get + "X-A: b\u{7F}c\r\n\r\n"),
    ("a control byte in the path", "GET /a\u{01}b HTTP/1.1\r\nHost: example.org\r\n\r\n"),
    ("a control byte in the query", "GET /?a\u{1F}b HTTP/1.1\r\nHost: example.org\r\n\r\n"),
    ("a tab in the path", "GET /a\tb HTTP/1.1\r\nHost: example.org\r\n\r\n"),
    ("a fragment", "GET /a#b HTTP/1.1\r\nHost: example.org\r\n\r\n"),
    ("raw bytes above ASCII", "GET /é HTTP/1.1\r\nHost: example.org\r\n\r\n"),
    ("a target without a slash", "GET a HTTP/1.1\r\nHost: example.org\r\n\r\n"),
    ("two spaces before the target", "GET  / HTTP/1.1\r\nHost: example.org\r\n\r\n"),
    ("a bare LF after a field", "GET / HTTP/1.1\r\nHost: example.org\nX-A: b\r\n\r\n"),
    ("a bare LF after the request line", "GET / HTTP/1.1\nHost: example.org\r\n\r\n"),
    ("a bare LF at the end", "GET / HTTP/1.1\r\nHost: example.org\r\n\n"),
    ("only bare LF", "GET / HTTP/1.1\nHost: example.org\n\n"),
    ("an empty name", get + ": b\r\n\r\n"),
    ("a name with a bracket", get + "X[A]: b\r\n\r\n"),
    (
      "an encoding in HTTP/1.0",
      "POST / HTTP/1.0\r\nHost: example.org\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ),
  ]

  @Test(arguments: refused)
  func `a request that could be read in two ways gets 400 and the connection ends`(
    what: String, text: String
  ) async throws {
    let handled = Collected<Request>()
    try await withServer(
      Site(handler: { request in
        handled.append(request)
        return .text("hello")
      })
    ) { port in
      let all = try await exchange(text, port: port)
      #expect(
        all.hasPrefix("HTTP/1.1 400 ") || (all.isEmpty && what == "NUL in the method"), "\(what)")
      #expect(handled.all.isEmpty, "\(what)")
    }
  }

  static let odd: [(String, String, Int)] = [
    ("an unknown method", "BREW / HTTP/1.1\r\nHost: example.org\r\n\r\n", 501),
    ("TRACE", "TRACE / HTTP/1.1\r\nHost: example.org\r\n\r\n", 501),
    ("an unknown encoding", post + "Transfer-Encoding: gzip\r\n\r\n", 501),
    ("an unknown expectation", get + "Expect: 200-ok\r\n\r\n", 417),
    ("HTTP/2.0", "GET / HTTP/2.0\r\nHost: example.org\r\n\r\n", 505),
    ("HTTP/0.9", "GET / HTTP/0.9\r\nHost: example.org\r\n\r\n", 505),
    (
      "a long target",
      "GET /" + String(repeating: "a", count: 9000) + " HTTP/1.1\r\nHost: example.org\r\n\r\n", 414
    ),
    (
      "65 fields",
      "GET / HTTP/1.1\r\nHost: example.org\r\n"
        + (1...64).map { "X-\($0): a\r\n" }.joined() + "\r\n", 431
    ),
    (
      "17 KiB of fields",
      get + "X-A: " + String(repeating: "a", count: 17 * 1024) + "\r\n\r\n", 431
    ),
    (
      "a huge target",
      "GET /" + String(repeating: "a", count: 200_000) + " HTTP/1.1\r\nHost: example.org\r\n\r\n",
      414
    ),
    (
      "huge fields",
      get + "X-A: " + String(repeating: "a", count: 200_000) + "\r\n\r\n", 431
    ),
    ("a huge length", post + "Content-Length: 99999999999999999999\r\n\r\n", 413),
    (
      "a body over the limit",
      post + "Content-Length: 1000000\r\n\r\n" + String(repeating: "a", count: 1_000_000), 413
    ),
    (
      "chunks over the limit",
      post + "Transfer-Encoding: chunked\r\n\r\nf4240\r\n"
        + String(repeating: "a", count: 1_000_000) + "\r\n0\r\n\r\n", 413
    ),
    (
      "64 fields",
      "GET / HTTP/1.1\r\nHost: example.org\r\n"
        + (1...63).map { "X-\($0): a\r\n" }.joined() + "\r\n", 200
    ),
    (
      "15 KiB of fields",
      get + "X-A: " + String(repeating: "a", count: 15 * 1024) + "\r\n\r\n", 200
    ),
    (
      "a target in absolute form", "GET http://example.org/a HTTP/1.1\r\nHost: example.org\r\n\r\n",
      200
    ),
    (
      "8 KiB of cookies",
      get + "Cookie: "
        + (1...4).map { "c\($0)=" + String(repeating: "a", count: 2040) }.joined(separator: "; ")
        + "\r\n\r\n", 200
    ),
    ("HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", 200),
    ("a tab in a value", get + "X-A: b\tc\r\n\r\n", 200),
    ("blanks around a value", get + "X-A: \t b \t\r\nX-B:\r\nX-C:c\r\n\r\n", 200),
    ("UTF-8 in a value", get + "X-A: é\r\n\r\n", 200),
    ("an empty line before", "\r\n" + get + "\r\n", 200),
    ("a length of zero", post + "Content-Length: 0\r\n\r\n", 200),
    (
      "many arguments",
      "GET /?" + String(repeating: "a=b&", count: 100) + " HTTP/1.1\r\nHost: a\r\n\r\n", 200
    ),
  ]

  @Test(arguments: odd)
  func `an odd request gets its status`(what: String, text: String, status: Int) async throws {
    try await withServer { port in
      let answer = try await onThread {
        let client = try RawClient(port: port)
        client.send(text)
        return client.answer()
      }
      #expect(answer?.status == status, "\(what)")
    }
  }

  @Test func `a request smuggled behind both lengths is never handled`() async throws {
    let paths = Collected<String>()
    try await withServer(
      Site(handler: { request in
        paths.append(request.path)
        return .text("hello")
      })
    ) { port in
      let hidden = "GET /hidden HTTP/1.1\r\nHost: example.org\r\n\r\n"
      _ = try await exchange(
        Self.post + "Content-Length: \(hidden.utf8.count + 5)\r\nTransfer-Encoding: chunked\r\n\r\n"
          + "0\r\n\r\n" + hidden, port: port)
      #expect(paths.all.isEmpty)
    }
  }
}
