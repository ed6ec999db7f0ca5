import HTTPServer
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionSite

/// What holds for the answers of all routes.
///
/// Every exchange of these suites is looked at by `expectSafeHeaders`, too.
@Suite struct RouteAnswerTests {
  @Test(arguments: ["https://petitions.example.org", "http://127.0.0.1:8080"])
  func `every answer says how long it may be kept`(_ url: String) async throws {
    try await EveryRoute.with(url: url) { site in
      for route in site.routes {
        var request = Request.to(route.address)
        if route == .metrics { request.host = "localhost" }
        let response = await site.client.send(request)
        #expect(response.status == .ok, "\(route.name)")
        #expect(response.routeName == route.name)
        #expect(
          response.headers["Cache-Control"] == EveryRoute.keeping(route).rawValue, "\(route.name)")
      }
    }
  }

  @Test func `a public page is the same for every visitor`() async throws {
    try await EveryRoute.with { site in
      for route in site.routes where EveryRoute.keeping(route) != .personal {
        let first = await site.client.get(route.address)
        site.client.letPagesAge()
        var request = Request.to(
          route.address,
          headers: [
            ("Cookie", "id=7"), ("User-Agent", "Other/1"), ("Referer", "https://a.example"),
          ])
        request.network = ClientNetwork(ipv4: (192, 0, 2, 7))
        let second = await site.client.send(request)
        #expect(first == second, "\(route.name)")
      }
    }
  }

  @Test func `whoever has a page already gets it as not modified`() async throws {
    try await EveryRoute.with { site in
      for route in site.routes where EveryRoute.keeping(route) != .personal {
        let full = await site.client.get(route.address)
        let tag = try #require(full.headers["ETag"], "\(route.name)")
        let again = await site.client.get(route.address, [("If-None-Match", tag)])
        #expect(again.status == .notModified, "\(route.name)")
        #expect(again.body.isEmpty && again.headers["Content-Type"] == nil)
        #expect(again.headers["ETag"] == tag)
        #expect(again.headers["Cache-Control"] == full.headers["Cache-Control"])
        let other = await site.client.get(route.address, [("If-None-Match", "\"other\"")])
        #expect(other.status == .ok)
      }
    }
  }

  @Test func `a page in memory is answered without waiting, and only for reading`() async throws {
    try await EveryRoute.with { site in
      for route in site.routes {
        let answer = await site.client.get(route.address)
        let request = Request.to(route.address)
        let parts = route.address.split(separator: "?", maxSplits: 1).map(String.init)
        let query = parts.count > 1 ? parts[1] : nil
        let fast = site.client.site.answerFromMemory(RequestHead(path: parts[0], query: query))
        #expect((fast == nil) == (EveryRoute.keeping(route) == .personal), "\(route.name)")
        if let fast { #expect(fast.response(for: request) == answer, "\(route.name)") }
        let post = RequestHead(method: .post, path: parts[0], query: query)
        #expect(site.client.site.answerFromMemory(post) == nil)
      }
    }
  }

  @Test func `another method than its own is answered with those of the route`() async throws {
    try await EveryRoute.with { site in
      for route in site.routes {
        let reads: Set<HTTPServer.Method> = [.get, .head]
        let own = route.acceptsPost ? reads.union([.post]) : reads
        for method in HTTPServer.Method.allCases where !own.contains(method) {
          let response = await site.client.send(.to(route.address, method: method))
          #expect(response.status == .methodNotAllowed, "\(method) \(route.name)")
          #expect(
            response.headers["Allow"] == (route.acceptsPost ? "GET, POST, HEAD" : "GET, HEAD"))
        }
      }
    }
  }

  @Test func `reading leaves the database as it was, byte for byte`() async throws {
    try await EveryRoute.with { site in
      let before = try site.client.folder.contents()
      for _ in 1...2 {
        for route in site.routes {
          for method in [HTTPServer.Method.get, .head] {
            _ = await site.client.send(.to(route.address, method: method))
            site.client.letPagesAge()
          }
        }
      }
      #expect(try site.client.folder.contents() == before)
      // The same look sees a change where there is one.
      _ = try await site.client.sign(People.layla, site.slug)
      #expect(try site.client.folder.contents() != before)
    }
  }

  @Test func `without a database pages from memory are still answered`() async throws {
    try await EveryRoute.with { site in
      var known: [Route: Response] = [:]
      for route in site.routes where EveryRoute.keeping(route) != .personal {
        known[route] = await site.client.get(route.address)
      }
      let fields = try await site.client.fields(People.layla, site.slug)
      await site.client.database.close()
      site.client.clock.advance(by: 60_000)
      for (route, page) in known {
        #expect(await site.client.get(route.address) == page, "\(route.name)")
      }
      let path = "/petitions/\(site.slug.text)/signatures"
      for response in [
        await site.client.post(path, fields), await site.client.get(path + "?page=2"),
        await site.client.post("/confirm/\(site.waitingToken)"),
        await site.client.get("/signatures/\(site.standingToken)"),
        await site.client.get("/readyz"),
      ] {
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers["Retry-After"] == "5")
      }
      #expect(await site.client.get("/healthz").status == .ok)
    }
  }
}
