import EmailAddresses
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

extension MoveScene {
  /// How every row of the desk's tables is read, without the statements that move them.
  static let deskTables: [(String, SQL)] = [
    ("account", "SELECT * FROM account"), ("journal", "SELECT * FROM journal"),
    ("password", "SELECT * FROM password"), ("recovery_code", "SELECT * FROM recovery_code"),
    ("passkey", "SELECT * FROM passkey"), ("proposal", "SELECT * FROM proposal"),
    ("petition_detail", "SELECT * FROM petition_detail"),
    ("known_target", "SELECT * FROM known_target"),
    ("review_reason", "SELECT * FROM review_reason"),
    ("review_claim", "SELECT * FROM review_claim"), ("review_note", "SELECT * FROM review_note"),
    ("review_decision", "SELECT * FROM review_decision"),
    ("scheduled_publication", "SELECT * FROM scheduled_publication"),
    ("rejection", "SELECT * FROM rejection"), ("amendment", "SELECT * FROM amendment"),
    ("renewal", "SELECT * FROM renewal"),
    ("takedown", "SELECT * FROM takedown"), ("report", "SELECT * FROM report"),
    ("removal", "SELECT * FROM removal"), ("site_switch", "SELECT * FROM site_switch"),
  ]

  /// What belongs to a moment, or to one program, and does not move.
  static let staying: [SQL] = [
    "SELECT COUNT(*) FROM session", "SELECT COUNT(*) FROM sign_in_link",
    "SELECT COUNT(*) FROM used_challenge", "SELECT COUNT(*) FROM failed_proof",
    "SELECT COUNT(*) FROM signature_network", "SELECT COUNT(*) FROM petition_words",
  ]
}

/// A desk at which everything has happened once.
struct DeskScene {
  let scene: Scene
  let moderator: Account.ID
  let administrator: Account.ID

  private var store: Store { scene.store }
  private var now: Int64 { scene.clock.now }

  init(_ scene: Scene) async throws {
    self.scene = scene
    moderator = try await scene.account(.moderator, "moderator@desk.example.org")
    administrator = try await scene.account(.administrator, "ada@desk.example.org")
  }

  func fill() async throws {
    try await addProofs()
    try await propose()
    try await amend()
    try await hide()
    try await report()
    try await remove()
    for kind in [SiteSwitch.Kind.hideNames, .readOnly] {
      try await store.turnOn(
        SiteSwitch(kind: kind, reason: "“Test” 🌻", since: now, until: now + 60_000),
        by: administrator, at: now)
    }
    try await store.turnOff(.hideNames, by: administrator, at: now)
    // Whoever looks at the mails of the site looks for others.
    _ = try await scene.takeMails()
  }

  /// By what people show who they are, and what belongs to a moment of that.
  private func addProofs() async throws {
    _ = try await store.invite(moderator, at: now)
    let account = try #require(try await store.account(moderator))
    _ = try await store.beginSession(of: account, strength: .full, browser: "Firefox", at: now)
    let (one, two, now) = (moderator.rawValue, administrator.rawValue, now)
    try await scene.database.write { transaction in
      try transaction.execute(
        """
        INSERT INTO password (account_id, hash, app_secret, last_step, changed_at)
        VALUES ($1, $2, $3, $4, $5)
        """,
        each: [[one, [1, 0, 255] as [UInt8], [UInt8](), 58_000_000, now]])
      try transaction.execute(
        "INSERT INTO recovery_code (hash, account_id) VALUES ($1, $2)",
        each: (0..<3).map { [[UInt8](repeating: 200 + $0, count: 32), one] })
      try transaction.execute(
        """
        INSERT INTO passkey (
          id, account_id, key, sign_count, is_backed_up, name, created_at, used_at
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        each: [
          [
            [0] as [UInt8], one, [7, 0, 7] as [UInt8], 4_294_967_295, true, [9] as [UInt8], now,
            nil as Int64?,
          ],
          [
            [UInt8](repeating: 255, count: 1_023), two, [UInt8](), 0, false, [UInt8](), now - 1,
            now + 1,
          ],
        ])
      try transaction.execute(
        "INSERT INTO used_challenge (hash, expires_at) VALUES ($1, $2)",
        [UInt8](repeating: 4, count: 32), now + 60_000)
      try transaction.execute(
        "INSERT INTO failed_proof (account_id, failures, last_at) VALUES ($1, 2, $2)", one, now)
      try transaction.execute(
        """
        INSERT INTO signature_network (day, petition_id, ordinal, network_tag)
        VALUES ($1, 1, 1, 5)
        """, NetworkOfDay.day(of: now))
    }
  }

  /// A proposal in every state.
  private func propose() async throws {
    let content = ProposalContent.proposed(title: "سلام “…” 🌻")
    let photo = PhotoFiles(
      id: "dd01", files: [.init(format: "webp", size: Photo.Size(width: 3, height: 2), bytes: [0])])
    let draft = try await store.beginDraft(content, language: "ar", at: now)
    try await store.setPhoto(photo, of: draft, at: now) { $0.photoCredit = "Noor" }
    #expect(
      try await store.askToSubmit(
        draft, EmailAddress(parsing: content.email), language: "ar", at: now))
    let own = ReviewReason(
      key: try #require(ReviewReason.Key("own-rule")), text: "Our own", explanation: "",
      hidesText: true)
    let hate = ReviewReason(
      key: try #require(ReviewReason.Key("hate")), text: "Hate", explanation: "Why.",
      isInUse: false)
    for reason in [own, hate] { try await store.write(reason, by: administrator, at: now) }

    let returned = try await scene.submitted(.proposed(title: "Returned"))
    _ = try await scene.decide(returned.id, .giveBack, by: moderator, reasons: ["no-action"])
    for hides in [true, false] {
      let rejected = try await scene.submitted(.proposed(title: "Rejected \(hides)"))
      _ = try await scene.decide(
        rejected.id, .reject(hidesText: hides), by: moderator, reasons: ["own-rule", "hate"])
    }
    let scheduled = try await scene.submitted(.proposed(title: "Scheduled"))
    _ = try await scene.decide(scheduled.id, .publishAt(now + 3_600_000), by: moderator)
    let waiting = try await scene.submitted(.proposed(title: "Waiting"))
    #expect(try await store.claim(.proposal(waiting.id), by: moderator, at: now))
    for text in ["Ask the press office.", "“They” know."] {
      try await store.note(text, on: .proposal(waiting.id), by: administrator, at: now)
    }
  }

  /// A petition whose text was changed, was not, and may be; signers are asked, and one signs again.
  private func amend() async throws {
    let petition = try await scene.published(title: "Amended", by: moderator)
    let owner = try #require(petition.owner)
    let signer = try await scene.confirmed(People.layla.signer(), petition).link
    for (number, storyHTML) in [nil, "<p>Dark.</p>", nil].enumerated() {
      let current = try #require(try await store.petition(petition.id))
      var wording = current.wording
      wording.letter.body.append("No. \(number)")
      #expect(
        try await store.amend(
          petition.id, to: wording, from: current.wordingVersion, purpose: "Because.",
          asksSigners: true,
          by: owner,
          at: now) == nil)
      let id = try #require(try await store.waitingAmendment(of: petition.id)).id
      guard number < 2 else {
        #expect(try await store.claim(.amendment(id), by: administrator, at: now))
        return try await store.note("Hm.", on: .amendment(id), by: moderator, at: now)
      }
      #expect(
        try await store.decide(
          id, acceptedAs: storyHTML, asksSigners: true, message: "", by: moderator, at: now)
          == nil)
      if storyHTML != nil {
        #expect(
          try await store.renew(confirmHash: signer.confirmHash, to: 2, at: now) == .renewed)
      }
    }
  }

  /// Petitions that are taken down, were, or lead to others: to one before them and to one after.
  private func hide() async throws {
    let reasons = ["own-rule", "unlawful"].compactMap { ReviewReason.Key($0) }
    var petitions: [Petition.ID] = []
    for number in 1...6 {
      petitions.append(
        try await store.addPetition(.sample(title: "Hidden \(number)"), at: now).id)
    }
    for petition in petitions.prefix(2) {
      #expect(
        try await store.takeDown(
          petition, reasons: reasons, statement: "A court decided so.", explanation: "",
          by: moderator, at: now) == nil)
    }
    #expect(try await store.restore(petitions[0], by: administrator, at: now + 1) == nil)
    for other in [2, 4] {
      #expect(
        try await store.merge(petitions[other], into: petitions[3], by: moderator, at: now) == nil)
    }
    #expect(
      try await store.merge(petitions[5], into: petitions[3], by: moderator, at: now) == nil)
    #expect(
      try await store.takeDown(
        petitions[5], reasons: [], statement: "", explanation: "", by: moderator, at: now) == nil)
  }

  private func report() async throws {
    for (number, email) in ["ann@example.org", "", "bob@example.org"].enumerated() {
      let form = ReportForm(kind: "other", text: "It is false, \(number).", email: email)
      guard case .accepted(let report) = form.checked(limits: ReviewLimits()) else {
        throw NotConfirmed()
      }
      try await store.report(scene.petition.id, report, at: now)
    }
    let first = try #require(try await store.openReports().first)
    #expect(try await store.close(first.id, by: moderator, at: now))
  }

  /// Removals that were only counted, that wait for a second person, and that were put back.
  private func remove() async throws {
    let petition = try await store.addPetition(.sample(title: "With removals"), at: now)
    let signers = try (1...20).map { number in
      ConfirmedSigner(
        try Person(name: "P \(number)", email: "p\(number)@people.example").signer(country: "MM"),
        confirmedAt: now)
    }
    try await store.addConfirmed(signers, to: petition)
    let current = try #require(try await store.petition(petition.id))
    var filter = SignatureFilter()
    for last in [3, 20, 5, 7] {
      filter.ordinals = 1...last
      let id = try await store.count(filter, in: current, by: moderator, at: now)
      guard last != 3 else { continue }
      try await store.requestRemoval(id, reason: .program, by: moderator, at: now)
      guard last != 20 else {
        #expect(try await store.removal(id)?.state == .awaiting)
        continue
      }
      while try await store.continueRemoval(id, at: now) {}
      try await store.undoRemoval(id, by: administrator, at: now)
      while last == 5, try await store.continueRemoval(id, at: now) {}
    }
    // Two have agreed to one, and it is still at work.
    filter.ordinals = 2...20
    let id = try await store.count(filter, in: current, by: moderator, at: now)
    try await store.requestRemoval(id, reason: .court, by: moderator, at: now)
    try await store.agreeToRemoval(id, by: administrator, mayRemove: true, at: now)
  }
}
