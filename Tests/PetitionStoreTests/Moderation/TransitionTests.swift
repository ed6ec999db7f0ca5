import EmailAddresses
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// The table of what can happen to a petition, held against what the store does.
@Suite struct TransitionTests {
  @Test(arguments: TestEngine.all, PetitionState.allCases)
  func `whatever happens is what the table says, and nothing else happens`(
    engine: TestEngine, state: PetitionState
  ) async throws {
    try await Scene.with(engine) { scene in
      for event in PetitionEvent.allCases {
        let one = try await PetitionInState(state, in: scene)
        let before = try await one.traces()
        #expect(before.standing == state)
        try await one.cause(event)
        let after = try await one.traces()
        let what: Comment = "\(event.rawValue) in \(state.rawValue)"
        guard let transition = PetitionTransition(from: state, on: event) else {
          #expect(after == before, what)
          continue
        }
        #expect(after != before, what)
        #expect(after.standing == transition.state(before: .open), what)
        #expect(before.consequences(until: after) == transition.consequences, what)
      }
    }
  }

  @Test(arguments: TestEngine.all, [PetitionState.closed, .answered])
  func `what was taken down comes back as it was before`(
    engine: TestEngine, before: PetitionState
  ) async throws {
    try await Scene.with(engine) { scene in
      let one = try await PetitionInState(before, in: scene)
      try await one.cause(.takeDown)
      #expect(try await one.traces().standing == .takenDown)
      try await one.cause(.restore)
      let restored = PetitionTransition(from: .takenDown, on: .restore)?.state(before: before)
      #expect(try await one.traces().standing == restored)
    }
  }

  @Test(arguments: TestEngine.all, PetitionActor.allCases)
  func `whoever may not judge is refused in the store, too`(
    engine: TestEngine, actor: PetitionActor
  ) async throws {
    let judged: [(PetitionState, PetitionEvent)] = [
      (.submitted, .giveBack), (.submitted, .reject), (.submitted, .schedule),
      (.submitted, .publish), (.open, .acceptAmendment), (.open, .declineAmendment),
      (.open, .merge), (.open, .takeDown), (.takenDown, .restore),
    ]
    try await Scene.with(engine) { scene in
      for (state, event) in judged {
        let one = try await PetitionInState(state, in: scene)
        guard let account = one.account(of: actor) else { return }
        let before = try await one.traces()
        try await one.cause(event, by: account)
        let transition = try #require(PetitionTransition(from: state, on: event))
        #expect(
          (try await one.traces() != before) == transition.actors.contains(actor),
          "\(event.rawValue) by \(actor.rawValue)")
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `a hidden petition gets no outcome`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      for hides in [PetitionEvent.takeDown, .merge] {
        for closes in [PetitionEvent.close, .answer] {
          let one = try await PetitionInState(.open, in: scene)
          try await one.cause(hides)
          let before = try await one.traces()
          try await one.cause(closes)
          #expect(try await one.traces() == before)
          #expect(try await scene.number("SELECT COUNT(*) FROM petition_outcome") == 0)
        }
      }
    }
  }
}

/// A petition that was brought into a state, and everybody who may do something to it.
private struct PetitionInState {
  let scene: Scene
  let proposal: Proposal.ID
  let link: AccountSecret
  let owner: Account
  /// The proposal's; one that stands open where there is none.
  let petition: Petition.ID?
  let moderator: Account.ID
  let administrator: Account.ID

  init(_ state: PetitionState, in scene: Scene) async throws {
    self.scene = scene
    let store = scene.store
    let now = scene.clock.now
    moderator = try await scene.account(.moderator, "mo@example.org")
    administrator = try await scene.account(.administrator, "ada@example.org")
    let id = try await scene.account(.organiser, "runa@example.org")
    owner = try #require(try await store.account(id))
    link = try await store.beginDraft(.proposed(), language: "en", at: now)
    proposal = try #require(try await store.proposal(link, at: now)).id
    guard state != .draft else {
      petition = nil
      return
    }
    #expect(try await store.submit(link, of: owner, at: now, isComplete: { _ in true }))
    let verdicts: [PetitionState: ReviewDecision.Verdict] = [
      .submitted: .publishAt(now + 3_600_000), .returned: .giveBack,
      .rejected: .reject(hidesText: false),
    ]
    let verdict = verdicts[state] ?? .publish
    guard case .done(let made) = try await scene.decide(proposal, verdict, by: moderator) else {
      throw NotPublished()
    }
    petition = made
    guard let made else { return }
    try await Self.amend(made, by: id, in: scene)
    switch state {
    case .closed: try await Self.close(made, "unanswered", by: id, in: scene)
    case .answered: try await Self.close(made, "won", by: id, in: scene)
    case .takenDown:
      _ = try await store.takeDown(
        made, reasons: [], statement: "", explanation: "", by: moderator, at: now)
    default: break
    }
  }

  private static func amend(_ id: Petition.ID, by account: Account.ID, in scene: Scene) async throws
  {
    let petition = try #require(try await scene.store.petition(id))
    var wording = petition.wording
    wording.letter.body.append("And soon.")
    _ = try await scene.store.amend(
      id, to: wording, from: petition.wordingVersion, purpose: "", by: account, at: scene.clock.now)
  }

  private static func close(
    _ id: Petition.ID, _ kind: String, by account: Account.ID, in scene: Scene
  ) async throws {
    let closing = try #require(ClosingForm(kind: kind, text: "So it is.").checked().closing)
    try await scene.store.close(
      id, with: closing, textHTML: "<p>So it is.</p>", by: account, at: scene.clock.now)
  }

  /// Somebody who is this to the petition; nil for who has no account.
  func account(of actor: PetitionActor) -> Account.ID? {
    switch actor {
    case .organiser: owner.id
    case .moderator: moderator
    case .administrator: administrator
    case .writer, .clock: nil
    }
  }

  /// Does what would make something happen, whatever the state is.
  ///
  /// - Parameter judge: who decides; nil for somebody who may.
  func cause(_ event: PetitionEvent, by judge: Account.ID? = nil) async throws {
    let store = scene.store
    let now = scene.clock.now
    let judge = judge ?? administrator
    switch event {
    case .edit: _ = try await store.changeDraft(link, at: now) { $0.goal += "!" }
    case .submit: _ = try await store.submit(link, of: owner, at: now, isComplete: { _ in true })
    case .giveBack: try await decide(.giveBack, by: judge)
    case .reject: try await decide(.reject(hidesText: true), by: judge)
    case .schedule: try await decide(.publishAt(now + 7_200_000), by: judge)
    case .publish: try await decide(.publish, by: judge)
    default: if let petition { try await cause(event, to: petition, by: judge) }
    }
  }

  private func decide(_ verdict: ReviewDecision.Verdict, by judge: Account.ID) async throws {
    let submission = try await scene.store.proposal(proposal)?.submissions ?? 0
    _ = try await scene.decide(proposal, verdict, by: judge, submission: submission)
  }

  private func cause(
    _ event: PetitionEvent, to id: Petition.ID, by judge: Account.ID
  ) async throws {
    let store = scene.store
    let now = scene.clock.now
    switch event {
    case .amend:
      // One that waits is in the way, whatever the state.
      try await scene.database.write {
        try $0.execute("UPDATE amendment SET state = 'declined', content = NULL")
      }
      try await Self.amend(id, by: owner.id, in: scene)
    case .acceptAmendment: try await settle(id, acceptedAs: "<p>Dark.</p>", by: judge)
    case .declineAmendment: try await settle(id, acceptedAs: nil, by: judge)
    case .close: try await Self.close(id, "unanswered", by: owner.id, in: scene)
    case .end:
      try await scene.database.write {
        try $0.execute("UPDATE petition SET closes_at = $1 WHERE id = $2", now, id.rawValue)
      }
      try await store.closeEnded(at: now)
    case .answer: try await Self.close(id, "answered", by: owner.id, in: scene)
    case .merge: _ = try await store.merge(id, into: scene.petition.id, by: judge, at: now)
    case .takeDown:
      _ = try await store.takeDown(
        id, reasons: [], statement: "", explanation: "", by: judge, at: now)
    case .restore: _ = try await store.restore(id, by: judge, at: now)
    case .edit, .submit, .giveBack, .reject, .schedule, .publish: break
    }
  }

  private func settle(
    _ id: Petition.ID, acceptedAs storyHTML: String?, by judge: Account.ID
  ) async throws {
    let amendment = try await scene.number("SELECT MAX(id) FROM amendment")
    _ = try await scene.store.decide(
      Amendment.ID(rawValue: Int64(amendment)), acceptedAs: storyHTML, message: "", by: judge,
      at: scene.clock.now)
  }

  /// What everything that happens leaves behind.
  func traces() async throws -> Traces {
    let known = try await scene.store.proposal(proposal)
    let petition = petition ?? known?.petition
    let id = petition?.rawValue ?? 0
    var standing = known?.state.standing
    if let petition {
      standing = try await scene.store.petition(petition)?.standing(at: scene.clock.now)
    }
    return Traces(
      standing: standing, submissions: known?.submissions ?? 0,
      goal: known?.content.goal ?? "",
      journal: try await scene.number("SELECT COUNT(*) FROM journal"),
      publicEntries: try await scene.number(
        """
        SELECT (SELECT COUNT(*) FROM journal WHERE is_public = 1)
          + (SELECT COUNT(*) FROM rejection)
        """),
      mails: try await scene.deskMailCount(to: owner),
      keys: try await scene.number(
        "SELECT COUNT(*) FROM petition WHERE id = $1 AND key_salt IS NOT NULL", id),
      petitions: try await scene.number("SELECT COUNT(*) FROM petition"))
  }
}

/// What can be seen of a petition and of what was done to it.
private struct Traces: Equatable {
  let standing: PetitionState?
  let submissions: Int
  let goal: String
  let journal: Int
  let publicEntries: Int
  let mails: Int
  let keys: Int
  let petitions: Int

  /// What followed between two moments.
  func consequences(until later: Traces) -> Set<PetitionTransition.Consequence> {
    var found: Set<PetitionTransition.Consequence> = []
    if later.journal > journal { found.insert(.journalEntry) }
    if later.publicEntries > publicEntries { found.insert(.publicEntry) }
    if later.mails > mails { found.insert(.mailToOrganiser) }
    if later.keys < keys { found.insert(.keyDestroyed) }
    return found
  }
}

extension Scene {
  /// How many mails of the desk wait for somebody.
  fileprivate func deskMailCount(to account: Account) async throws -> Int {
    let tag = Scene.secret.recipientTag(sealedEmail: account.email)
    return try await number(
      "SELECT COUNT(*) FROM outbox WHERE kind = 'desk' AND recipient_tag = $1", tag)
  }
}
