import Petitions
import Testing

@testable import PetitionSite

/// Every address of the desk, for the tests that walk over all of them.
enum DeskRoutes {
  /// At least one of each, with several values where they have some: each part of the desk lists its own.
  static let samples: [DeskRoute] = accounts + proposals + moderation + removals + organisers

  static let accounts: [DeskRoute] =
    [.account(.home), .account(.signIn), .account(.signOut)]
    + ["A", "abc-DEF_123", String(repeating: "z", count: 43)].map {
      .account(.signInLink(token: $0))
    }
  static let proposals: [DeskRoute] = [.proposal(.start)]
  static let moderation: [DeskRoute] = [.moderation(.queue)]
  static let removals: [DeskRoute] = [.removal(.journal)]
  static let organisers: [DeskRoute] =
    [.organiser(.petitions)]
    + ["a", "0-0", String(repeating: "x", count: 80)].compactMap { Slug($0) }.flatMap { slug in
      [
        OrganiserRoute.dashboard(slug), .updates(slug), .closing(slug),
        .reasons(slug, before: nil), .reasons(slug, before: 7), .downloads(slug),
        .download(slug, ticket: "abc-DEF_123"),
      ].map { DeskRoute.organiser($0) }
    }
}
