import HTTPServer
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// What parses a request also prints the link.
@Suite struct RouteTests {
  private static func route(_ address: String) -> Route? {
    let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let query = QueryItems(parts.count > 1 ? String(parts[1]) : nil)
    return Route(path: String(parts[0]), query: RouteQuery(query))
  }

  private static let tokens = ["A", "abc-DEF_123", String(repeating: "z", count: 43)]

  private static var all: [Route] {
    get throws {
      let slugs = try ["a", "petitions", "0-0", "-", String(repeating: "x", count: 80)].map {
        try #require(Slug($0))
      }
      let pages = [1, 2, 10, 999_999_999]
      var routes: [Route] = [
        .home, .petitions(.newest), .petitions(.mostSigned), .feed, .siteMap, .robots,
        .securityContact, .health, .readiness, .bounceHook, .mailPreviews,
        .mailPreview(file: "confirm-discreet.html"), .asset(name: "site.0123abcd.css"),
      ]
      for category in Petitions.Category.allCases {
        routes += [.petitions(.newest, about: category), .petitions(.mostSigned, about: category)]
      }
      for slug in slugs {
        routes += [.petition(slug), .checkYourMail(slug), .petitionJSON(slug), .countJSON(slug)]
        routes += [.updates(slug), .updatesFeed(slug)]
        routes += ["A", "abc-DEF_123", String(repeating: "z", count: 1_000)].map {
          .mailSent(slug, ticket: $0)
        }
        for page in pages {
          routes += [
            .signatures(slug, page: page), .importedNames(slug, page: page),
            .signaturesJSON(slug, page: page),
          ]
        }
      }
      for token in tokens {
        routes += [.confirm(token: token), .ownSignature(token: token), .withdraw(token: token)]
        routes += [
          .unsubscribe(token: token), .ownRenewal(token: token), .renewal(token: token),
        ]
      }
      routes += DeskRoutes.samples.map { .desk($0) }
      for format in PhotoFormat.allCases {
        for width in [1, 320, 999_999_999] {
          routes.append(.photo(id: "0123456789abcdef", width: width, format: format))
        }
      }
      return routes
    }
  }

  @Test func `every route printed and parsed is itself`() throws {
    for route in try Self.all {
      #expect(Self.route(route.address) == route, "\(route.name)")
      let localized = LocalizedLink(route: route, language: "de").address
      #expect(Self.route(localized) == route, "\(route.name)")
    }
  }

  @Test func `no two routes share an address or a name in the log`() throws {
    let routes = try Self.all
    #expect(Set(routes.map(\.address)).count == routes.count)
    let kinds = routes.map { route in
      if case .desk(let desk) = route {
        "\(type(of: desk.address)).\(desk.address)".prefix { $0 != "(" }
      } else {
        String(describing: route).prefix { $0 != "(" }
      }
    }
    let names = Dictionary(grouping: zip(kinds, routes), by: \.0).mapValues {
      Set($0.map(\.1.name))
    }
    #expect(names.values.allSatisfy { $0.count == 1 })
    #expect(Set(names.values).count == names.count)
  }

  @Test(arguments: [
    "", "//", "/petitions/", "/petitions//signatures", "/Petitions", "/petitions/A",
    "/petitions/a/", "/petitions/a/b", "/petitions/a/signatures/", "/petitions/a.json.json",
    "/petitions/.json", "/petitions/a%2Fb", "/petitions/é", "/photos/xyz-1.webp",
    "/photos/ab-1.png", "/photos/ab-1.webp.webp", "/photos/ab--1.webp", "/photos/ab-.webp",
    "/photos/ab-1234567890.webp", "/confirm", "/confirm/a/b", "/signatures/a/hide",
    "/unsubscribe", "/unsubscribe/a/b", "/hooks", "/hooks/other", "/hooks/bounces/a", "/desk/",
    "/desk/other", "/desk/mails/a/b", "/healthz/", "/.well-known/other", "petitions",
    "/petitions/a/signatures?page=0",
    "/petitions/a/signatures?page=-1", "/petitions/a/signatures?page=1e3",
    "/petitions/a/signatures.json?page=1234567890", "/" + String(repeating: "a", count: 300),
    "/petitions/" + String(repeating: "a", count: 81),
  ]) func `what the site does not have is no route`(_ address: String) {
    #expect(Self.route(address) == nil)
  }

  @Test(arguments: ["", "a.b", "a b", "é", "a/b", String(repeating: "a", count: 1_001)])
  func `what can be no ticket is passed over`(_ text: String) throws {
    let slug = try #require(Slug("a"))
    let query = RouteQuery(ticket: text)
    #expect(Route(path: "/petitions/a/check-your-mail", query: query) == .checkYourMail(slug))
  }

  @Test func `whatever is asked for, what is parsed prints and parses the same`() throws {
    let bytes = SeededBytes(seed: 11)
    let seeds = try Self.all.map { Array($0.address.utf8) }
    var parsed = 0
    for round in 0..<20_000 {
      let draw = bytes.next(4).map(Int.init)
      var address = seeds[(draw[0] << 8 | draw[1]) % seeds.count]
      if round % 4 == 0 { address = [0x2F] + bytes.next(draw[2] % 40) }
      for _ in 0..<(draw[3] % 3) {
        let change = bytes.next(2).map(Int.init)
        let place = change[0] % max(1, address.count)
        let byte = round % 2 == 0 ? UInt8(change[1]) : Array("/.-?=&%0a".utf8)[change[1] % 9]
        if address.isEmpty || change[1] % 3 == 0 {
          address.insert(byte, at: min(place, address.count))
        } else {
          address[place] = byte
        }
      }
      guard let route = Self.route(String(decoding: address, as: UTF8.self)) else { continue }
      parsed += 1
      #expect(Self.route(route.address) == route)
    }
    #expect(parsed > 1_000)
  }
}
