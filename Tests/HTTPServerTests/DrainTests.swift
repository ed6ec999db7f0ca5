import Glibc
import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(10)))
struct DrainTests {
  @Test func `every request that is being answered when the server stops gets its answer`()
    async throws
  {
    let gate = Gate()
    let count = 60
    let server = Server(
      configuration: ServerConfiguration(threads: 2),
      handler: { request in
        if request.path == "/slow" {
          await gate.wait()
          try await Task.sleep(for: .milliseconds(50))
        }
        return .text("done")
      })
    let answers = Collected<Answer?>()
    let results = Collected<Bool>()
    try await withRunning(server) { port, stop in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<count {
          group.addTask {
            try await onThread {
              let client = try RawClient(port: port)
              client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
              guard client.answer()?.status == 200 else { return }
              client.send("POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab")
              answers.append(client.answer())
              results.append(client.rest().isEmpty)
            }
          }
        }
        // Others that come and go all the while.
        for _ in 0..<4 { group.addTask { try await onThread { Self.load(port) } } }
        await gate.hasArrived(count)
        stop()
        gate.open()
        try await group.waitForAll()
      }
    }
    #expect(answers.all.count == count)
    #expect(answers.all.allSatisfy { $0?.text == "done" && $0?["Connection"] == "close" })
    #expect(results.all.allSatisfy { $0 })
  }

  /// Requests until the server is gone.
  static func load(_ port: UInt16) {
    while let client = try? RawClient(port: port) {
      while client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), let answer = client.answer() {
        if answer["Connection"] == "close" { break }
      }
    }
  }

  @Test func `idle connections end at once and no new ones are taken`() async throws {
    let server = Server(
      configuration: ServerConfiguration(threads: 2, drainTimeout: .seconds(600)),
      handler: { _ in .text("hello") })
    try await withRunning(server) { port, stop in
      let clients = try await onThread {
        try (0..<5).map { _ in
          let client = try RawClient(port: port)
          client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
          #expect(client.answer()?.status == 200)
          return client
        }
      }
      let silent = try RawClient(port: port)
      stop()
      try await onThread {
        for client in clients + [silent] { #expect(client.answer() == nil) }
      }
    }
  }

  @Test func `a request that is still arriving when the server stops is answered`() async throws {
    let server = Server(
      configuration: ServerConfiguration(threads: 1), fastPath: { _ in ServingTests.page },
      handler: { request in .text("\(request.body.count)") })
    try await withRunning(server) { port, stop in
      let client = try RawClient(port: port)
      try await onThread {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(client.answer()?.status == 200)
        client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        #expect(client.answer()?.status == 100)
      }
      stop()
      try await onThread {
        usleep(200_000)
        client.send("ab")
        let answer = client.answer()
        #expect(answer?.text == "2")
        #expect(answer?["Connection"] == "close")
      }
    }
  }

  @Test func `a head that is still arriving when the server stops is answered from memory`()
    async throws
  {
    let server = Server(
      configuration: ServerConfiguration(threads: 1), fastPath: { _ in ServingTests.page },
      handler: { _ in .text("no") })
    try await withRunning(server) { port, stop in
      let client = try RawClient(port: port)
      try await onThread {
        client.send("GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\n\r\n")
        #expect(client.answer()?.status == 304)
        client.send("GET / HTTP/1.1\r\nHost: a\r\n")
        usleep(200_000)
      }
      stop()
      try await onThread {
        usleep(200_000)
        client.send("\r\n")
        let answer = client.answer()
        #expect(answer?.status == 200 && answer?.body.count == 11_200)
        #expect(answer?["Connection"] == "close" && answer?["ETag"] == ServingTests.page.etag)
      }
    }
  }

  @Test func `a handler that never ends is given up after the timeout and answered with 503`()
    async throws
  {
    let gate = Gate()
    let started = Gate()
    started.open()
    let server = Server(
      configuration: ServerConfiguration(threads: 1, drainTimeout: .milliseconds(200)),
      handler: { request in
        await started.wait()
        if request.path == "/deaf" { await gate.wait() }
        try await Task.sleep(for: .seconds(600))
        return .text("too late")
      })
    let answers = Collected<Int?>()
    try await withRunning(server) { port, stop in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for path in ["/deaf", "/slow"] {
          group.addTask {
            answers.append(
              try await answer("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n", port: port)?.status)
          }
        }
        await started.hasArrived(2)
        stop()
        try await group.waitForAll()
      }
    }
    #expect(answers.all == [503, 503])
    gate.open()
  }

  @Test func `a server can run again, and two cannot share a port`() async throws {
    let server = Server(
      configuration: ServerConfiguration(threads: 1), handler: { _ in .text("a") })
    for _ in 0..<2 {
      try await withRunning(server) { port, _ in
        let got = try await text(of: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", port: port)
        #expect(got == "a")
        let second = Server(
          configuration: ServerConfiguration(port: port, threads: 1), handler: { _ in .text("b") })
        await #expect(throws: ServerError.cannotListen(EADDRINUSE)) { try await second.run() }
      }
    }
  }

  @Test func `a host that is none is an error`() async throws {
    let server = Server(
      configuration: ServerConfiguration(host: "host.invalid"), handler: { _ in .text("a") })
    await #expect(throws: ServerError.unknownHost) { try await server.run() }
  }
}
