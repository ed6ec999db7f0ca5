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

  /// Where people cause what can happen to a petition; drafts are open to whoever has their link, and
  /// the end of signing has no page.
  private static func access(to event: PetitionEvent) throws -> Access? {
    let slug = try #require(Slug("a-petition"))
    return switch event {
    case .edit, .submit, .end: nil
    case .giveBack, .reject, .schedule, .publish:
      ModerationRoute.decision(.proposal(Proposal.ID(rawValue: 1))).access
    case .acceptAmendment, .declineAmendment:
      ModerationRoute.decision(.amendment(Amendment.ID(rawValue: 1))).access
    case .amend: ModerationRoute.amend(slug).access
    case .close, .answer: OrganiserRoute.closing(slug).access
    case .merge: ModerationRoute.merge(slug).access
    case .takeDown: ModerationRoute.takeDown(slug).access
    case .restore: ModerationRoute.restore(slug).access
    }
  }

  @Test(arguments: PetitionEvent.allCases)
  func `whoever may cause what happens to a petition may use its address, and nobody else`(
    event: PetitionEvent
  ) throws {
    guard let access = try Self.access(to: event) else { return }
    let actors = PetitionState.allCases.reduce(into: Set<PetitionActor>()) {
      $0.formUnion(PetitionTransition(from: $1, on: event)?.actors ?? [])
    }
    for role in Role.allCases {
      let account = Account(
        id: Account.ID(rawValue: 1), name: "", email: "", role: role, isSuspended: false,
        createdAt: 0)
      let mayCause = account.actor(owner: nil).map(actors.contains) ?? false
      #expect(access.allows(role, isOwn: false) == mayCause, "\(event) by \(role)")
    }
    #expect(access.allows(.organiser, isOwn: true) == actors.contains(.organiser), "\(event)")
  }

  @Test func `staff who came by a link alone are no more than organisers`() async throws {
    try await SiteClient.with { client in
      for role in Role.allCases where role.isStaff {
        let browser = try await client.browser(as: role, strength: .link)
        let route = DeskRoute.removal(.journal(before: nil))
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
