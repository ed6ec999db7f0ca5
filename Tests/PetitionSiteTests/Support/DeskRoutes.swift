import PetitionStore
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
  static let proposals: [DeskRoute] =
    [.proposal(.start(from: nil)), .proposal(.start(from: Slug("a"))), .proposal(.own)]
    + ["A", "abc-DEF_123", String(repeating: "z", count: 43)].flatMap { token in
      [
        .proposal(.draft(token: token)), .proposal(.preview(token: token)),
        .proposal(.sent(token: token)), .proposal(.delete(token: token)),
        .proposal(.submit(secret: token)),
      ] + ProposalStage.allCases.map { .proposal(.stage(token: token, $0)) }
    }
  static let moderation: [DeskRoute] = ModerationRoute.samples.map { .moderation($0) }
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
  static let organisers: [DeskRoute] =
    [.organiser(.petitions)]
    + ["a", "0-0", String(repeating: "x", count: 80)].compactMap { Slug($0) }.flatMap { slug in
      [
        OrganiserRoute.dashboard(slug), .updates(slug), .closing(slug),
        .reasons(slug, before: nil), .reasons(slug, before: 7), .downloads(slug),
        .update(slug, PetitionUpdate.ID(rawValue: 7)),
        .update(slug, PetitionUpdate.ID(rawValue: .max)),
        .download(slug, ticket: "abc-DEF_123"),
      ].map { DeskRoute.organiser($0) }
    }
}

extension ModerationRoute {
  fileprivate static let samples: [ModerationRoute] =
    [.queue, .reports, .rules, .rule(nil), .publicRules, .rejections, .rejection(17)]
    + [.closeReport(ReceivedReport.ID(rawValue: 3))]
    + [1, 999].flatMap { number in
      [
        ReviewSubject.proposal(Proposal.ID(rawValue: number)),
        .amendment(Amendment.ID(rawValue: number)),
      ]
    }.flatMap { subject in
      [ModerationRoute.review(subject), .decision(subject), .claim(subject), .notes(subject)]
    }
    + ReviewReason.defaults.map { .rule($0.key) }
    + ["a", "petitions", "0-0"].compactMap { Slug($0) }.flatMap { slug in
      [
        ModerationRoute.takeDown(slug), .restore(slug), .merge(slug), .amend(slug),
        .versions(slug), .report(slug),
      ]
    }
}
