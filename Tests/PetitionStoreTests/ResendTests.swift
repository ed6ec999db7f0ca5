import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// The button for whom no mail has come.
@Suite struct ResendTests {
  static let window = StoreLimits().resendWindow

  @Test(arguments: TestEngine.all)
  func `who signed gets another mail with a link and a code, and both links work`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let signer = try People.aye.signer(
        audience: .target, reason: "Peace.", country: "MM", wantsUpdates: true)
      let first = try await scene.link(of: signer)
      let code = first.code
      scene.clock.advance(by: StoreLimits().codeLifetime)
      try await scene.resend(Person(name: "", email: People.aye.email.uppercased()))
      let mails = try await scene.takeMails()
      #expect(mails.map(\.kind) == [.confirm])
      #expect(mails[0].mail.email == People.aye.email)
      let second = try #require(SignatureSecret(token: mails[0].mail.token))
      #expect(second.token != first.token)
      #expect(try await scene.store.pendingSignature(first, at: scene.clock.now) != nil)
      #expect(try await scene.type(code, People.aye) == .unknown)
      #expect(try await scene.type(second.code, People.aye) == .confirmed(ordinal: 1))
      let own = try #require(try await scene.store.signature(second))
      #expect(own.name == People.aye.name)
      #expect(own.audience == .target)
      #expect(own.reason == "Peace.")
      #expect(own.country == "MM")
      #expect(own.wantsUpdates)
      #expect(try await scene.confirm(first) == .unknown)
      #expect(try await scene.current().tally == Tally(confirmed: 1))
    }
  }

  @Test(arguments: TestEngine.all)
  func `the button floods nobody`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      _ = try await scene.link(of: People.aye.signer())
      // Pressed many times at once, and then minute by minute.
      scene.clock.advance(by: Self.window)
      _ = try await concurrently(Array(0..<20)) { _ in try await scene.resend(People.aye) }
      #expect(try await scene.mailCount() == 2)
      for _ in 0..<10 {
        scene.clock.advance(by: Self.window)
        try await scene.resend(People.aye)
      }
      #expect(try await scene.mailCount() == 3)
      #expect(try await scene.pendingCount() == 3)
    }
  }

  @Test(arguments: TestEngine.all)
  func `who has confirmed is told so, and a stranger nothing`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let own = try await scene.confirmed(People.aye.signer()).link
      try await scene.takeMails()
      try await scene.resend(People.aye)
      try await scene.resend(People.layla)
      let mails = try await scene.takeMails()
      #expect(mails.map(\.kind) == [.alreadySigned])
      #expect(mails.map(\.mail.email) == [People.aye.email])
      #expect(mails[0].mail.token == "")
      #expect(try await scene.pendingCount() == 0)

      // Who went is a stranger again.
      try await scene.withdraw(own)
      scene.clock.advance(by: Self.window)
      try await scene.resend(People.aye)
      #expect(try await scene.mailCount() == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `what expired is not sent again, and a closed petition says so`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      _ = try await scene.link(of: People.aye.signer())
      scene.clock.advance(by: StoreLimits().pendingLifetime)
      try await scene.resend(People.aye)
      #expect(try await scene.takeMails().isEmpty)
      try await scene.store.close(scene.petition.slug, at: scene.clock.now)
      await #expect(throws: StoreError.petitionClosed) { try await scene.resend(People.aye) }
    }
  }

  @Test(arguments: TestEngine.all)
  func `what is sent again is the wording that was signed`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      try await scene.sign(People.aye.signer())
      try await scene.database.write { transaction in
        try transaction.execute("UPDATE pending_signature SET wording_version = 7")
      }
      try await scene.resend(People.aye)
      #expect(
        try await scene.number(
          "SELECT COUNT(*) FROM pending_signature WHERE wording_version = 7") == 2)
    }
  }
}
