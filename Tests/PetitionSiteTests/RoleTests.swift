import HTTPServer
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// Who may use which address: every role, and nobody, at every address of the desk.
@Suite struct RoleTests {
  private static let roles: [Role?] = [nil] + Role.allCases

  @Test func `every address of the desk is for those that the table says`() async throws {
    try await SiteClient.with { client in
      var browsers: [Role: DeskBrowser] = [:]
      for role in Role.allCases { browsers[role] = try await client.browser(as: role) }
      for route in DeskRoutes.samples where route != .account(.signOut) {
        for role in Self.roles {
          for method in Self.methods(of: route.address) {
            let response = await Self.send(method, route, role.flatMap { browsers[$0] }, client)
            Self.expect(response, route.address.access, role, "\(method) \(route.address.name)")
          }
        }
      }
    }
  }

  private static func methods(of address: any DeskAddress) -> [HTTPServer.Method] {
    (address.acceptsGet ? [.get] : []) + (address.acceptsPost ? [.post] : [])
  }

  private static func send(
    _ method: HTTPServer.Method, _ route: DeskRoute, _ browser: DeskBrowser?, _ client: SiteClient
  ) async -> Response {
    guard let browser else {
      let target = Route.desk(route).address
      return method == .get ? await client.get(target) : await client.post(target)
    }
    return method == .get ? await browser.get(route) : await browser.post(route)
  }

  private static func expect(
    _ response: Response, _ access: Access, _ role: Role?, _ what: String
  ) {
    let isSentAway = response.headers["Location"]?.hasPrefix("/desk/sign-in") == true
    let what: Comment = "\(what) as \(role?.rawValue ?? "nobody"): \(response.status.code)"
    if access.allows(role, isOwn: true) {
      #expect(response.status != .forbidden && !isSentAway, what)
    } else if role == nil {
      #expect(response.status == .seeOther && isSentAway, what)
    } else {
      #expect(response.status == .forbidden, what)
    }
  }

  @Test func `staff who came by a link alone are no more than organisers`() async throws {
    try await SiteClient.with { client in
      for role in Role.allCases where role.isStaff {
        let browser = try await client.browser(as: role, strength: .link)
        #expect(await browser.get(.removal(.journal(before: nil))).status == .forbidden)
        let route = DeskRoute.removal(.journal)
        let response = await browser.get(route)
        if route.address.access.allows(role, isOwn: true) {
          #expect(response.headers["Location"]?.hasPrefix("/desk/prove?next=") == true)
        } else {
          #expect(response.status == .forbidden)
        }
        #expect(await browser.get(.account(.home)).status == .ok)
      }
    }
  }

  @Test func `a form without the token of its session changes nothing`() async throws {
    try await SiteClient.with { client in
      let browser = try await client.browser(as: .administrator)
      for route in DeskRoutes.samples where route.address.acceptsPost {
        let response = await browser.postWithoutToken(Route.desk(route).address)
        #expect(response.status == .forbidden, "\(route.address.name)")
      }
      #expect(await browser.get(.account(.home)).status == .ok)
    }
  }
}
