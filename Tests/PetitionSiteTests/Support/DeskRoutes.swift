import Petitions
import Testing

@testable import PetitionSite

/// Every address of the desk, for the tests that walk over all of them.
enum DeskRoutes {
  /// At least one of each, with several values where they have some: each part of the desk lists its own.
  static let samples: [DeskRoute] = accounts + proposals + moderation + removals + organisers

  static let accounts: [DeskRoute] =
    [
      .home, .signIn, .signInByPasskey, .signOut, .prove, .proveByPasskey, .security, .password,
      .app, .recoveryCodes, .passkeys, .sessions, .people, .person(Account.ID(rawValue: 1_000_000)),
      .person(Account.ID(rawValue: .max)),
    ].map { .account($0) }
    + ["A", "abc-DEF_123", String(repeating: "z", count: 43)].map {
      .account(.signInLink(token: $0))
    }
  static let proposals: [DeskRoute] = [.proposal(.start)]
  static let moderation: [DeskRoute] = [.moderation(.queue)]
  static let removals: [DeskRoute] = [.removal(.journal)]
  static let organisers: [DeskRoute] = [.organiser(.petitions)]
}
