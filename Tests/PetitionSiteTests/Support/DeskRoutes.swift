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
  static let removals: [DeskRoute] =
    [
      .removal(.alarms), .removal(.removals(before: nil)), .removal(.removals(before: 7)),
      .removal(.removal(Removal.ID(rawValue: 12))), .removal(.journal(before: nil)),
      .removal(.journal(before: 1)), .removal(.switches),
    ]
    + ["night-bus", "a"].compactMap { Slug($0) }.flatMap { slug in
      [
        .removal(.signatures(slug)), .removal(.pulse(slug)),
        .removal(.history(slug, before: nil)), .removal(.history(slug, before: 9)),
      ]
    }
  static let organisers: [DeskRoute] = [.organiser(.petitions)]
}
