import EmailAddresses
import Foundation
import Petitions
import SQLDatabase
import TestSupport
import Testing
import WebAuthn

@testable import Cryptography
@testable import PetitionStore

/// How people show who they are, as it is written down.
@Suite struct AccountProofTests {
  private static let party = RelyingParty(id: "example.org", origin: "https://example.org")
  private static let secret = [UInt8](1...20)
  private static let password = "correct horse battery"

  private static func with(
    _ engine: TestEngine, _ body: (Scene) async throws -> Void
  ) async throws {
    var limits = StoreLimits()
    limits.accounts.passwordCost = PasswordHash.Cost(memory: 8_192, passes: 1)
    try await Scene.with(engine, limits: limits) { try await body($0) }
  }

  private static func account(
    _ scene: Scene, _ role: Role = .moderator, _ mailbox: String = "nadia.kamal"
  ) async throws -> Account {
    let id = try await scene.store.addAccount(
      try EmailAddress(parsing: "\(mailbox)@example.org"), name: "Nadia Kamal", role: role,
      language: "en", by: nil, at: scene.clock.now)
    return try #require(try await scene.store.account(id))
  }

  private static func session(
    _ scene: Scene, of account: Account
  ) async throws -> Session {
    let secret = try await scene.store.beginSession(
      of: account, strength: .link, browser: "Test", at: scene.clock.now)
    return try #require(try await scene.store.session(secret, at: scene.clock.now))
  }

  private static func withPassword(
    _ scene: Scene
  ) async throws -> (account: Account, codes: [RecoveryCode]) {
    let account = try await account(scene)
    let password = try NewPassword(typed: password, again: password, of: account)
    let setUp = PasswordSetUp(
      hash: try await scene.store.hash(password), appSecret: secret, step: 0)
    let done = try await scene.store.setPassword(
      setUp, of: try await session(scene, of: account), at: scene.clock.now)
    return (account, try #require(done).codes)
  }

  private static func code(_ scene: Scene) throws -> String {
    let step = TOTP.step(at: scene.clock.now / 1_000)
    return try #require(TOTP(secret: SecretKey(bytes: secret)).code(of: step))
  }

  @Test(arguments: TestEngine.all)
  func `a code that is sent many times at once lets one in`(engine: TestEngine) async throws {
    try await Self.with(engine) { scene in
      let (account, _) = try await Self.withPassword(scene)
      let code = try Self.code(scene)
      var sessions: [Session] = []
      for _ in 1...4 { sessions.append(try await Self.session(scene, of: account)) }
      let outcomes = try await concurrently(sessions) { session in
        try await scene.store.prove(
          session, password: Self.password, code: code, at: scene.clock.now)
      }
      let proved = outcomes.filter { if case .proved = $0 { true } else { false } }
      #expect(proved.count == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func `whichever is wrong takes the same work`(engine: TestEngine) async throws {
    try await Self.with(engine) { scene in
      var limits = scene.store.limits
      limits.accounts.tryDelay.freeFailures = 1_000
      let metered = MeteredDatabase(scene.database)
      let store = try await Store(
        database: metered, secret: Scene.secret, limits: limits, random: SeededBytes(seed: 5).next)
      let (account, codes) = try await Self.withPassword(scene)
      let session = try await Self.session(scene, of: account)
      let without = try await Self.session(
        scene, of: try await Self.account(scene, .reviewer, "without"))
      let right = try Self.code(scene)
      let wrong = right == "000000" ? "000001" : "000000"
      // Well made, and nobody's.
      let strange = RecoveryCode(random: SeededBytes(seed: 9).next).text
      // The first failure makes a row, as it does for everybody.
      for session in [session, without] {
        _ = try await store.prove(session, password: "", code: "", at: scene.clock.now)
      }
      var works: Set<MeteredDatabase.Work> = []
      for (session, password, code) in [
        (session, "wrong password", wrong), (session, "wrong password", right),
        (session, "wrong password", codes[0].text), (session, "wrong password", strange),
        (session, Self.password, wrong), (session, Self.password, strange),
        (session, Self.password, ""), (session, "", ""),
        (session, String(repeating: "x", count: 1_000), right),
        (without, "wrong password", wrong), (without, Self.password, codes[0].text),
        (without, "", strange),
      ] {
        let hashed = store.passwords.begun
        works.insert(
          try await metered.measure {
            let outcome = try await store.prove(
              session, password: password, code: code, at: scene.clock.now)
            guard case .wrong = outcome else { throw NotProved() }
          })
        #expect(store.passwords.begun == hashed + 1)
      }
      #expect(works.count == 1, "\(works)")
    }
  }

  @Test(arguments: TestEngine.all)
  func `tries that come at once are counted each`(engine: TestEngine) async throws {
    try await Self.with(engine) { scene in
      let (account, _) = try await Self.withPassword(scene)
      let session = try await Self.session(scene, of: account)
      let outcomes = try await concurrently(Array(1...30)) { _ in
        try await scene.store.prove(session, password: "wrong", code: "1", at: scene.clock.now)
      }
      let looked = outcomes.filter { if case .wrong = $0 { true } else { false } }
      #expect((1...scene.store.limits.accounts.tryDelay.freeFailures).contains(looked.count))
      let failures = try await scene.number("SELECT failures FROM failed_proof")
      #expect(failures == looked.count)
    }
  }

  @Test(arguments: TestEngine.all)
  func `two administrators cannot suspend each other at once`(engine: TestEngine) async throws {
    try await Self.with(engine) { scene in
      let one = try await Self.account(scene, .administrator, "one")
      let other = try await Self.account(scene, .administrator, "other")
      let pairs = [(one.id, other.id), (other.id, one.id)]
      let refused = try await concurrently(pairs) { actor, person in
        do {
          _ = try await scene.store.change(
            person, .suspend, reason: "Test", by: actor, at: scene.clock.now)
          return false
        } catch PersonChange.Problem.lastAdministrator {
          return true
        }
      }
      #expect(refused.filter { $0 }.count == 1)
      let left = try await scene.number(
        "SELECT COUNT(*) FROM account WHERE role = 'administrator' AND is_suspended = 0")
      #expect(left == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a password of a cheaper time is hashed anew when it is given`(
    engine: TestEngine
  ) async throws {
    try await Self.with(engine) { scene in
      let (account, codes) = try await Self.withPassword(scene)
      let cheaper = try PasswordHash(
        of: Array(Self.password.utf8), cost: PasswordHash.Cost(memory: 16_384, passes: 1))
      let sealed = scene.store.seal(cheaper.text, in: PasswordRow.hashPlace(account.id))
      try await scene.database.write { transaction in
        try transaction.execute("UPDATE password SET hash = $1", sealed)
      }
      let outcome = try await scene.store.prove(
        try await Self.session(scene, of: account), password: Self.password,
        code: codes[0].text, at: scene.clock.now)
      guard case .proved = outcome else { throw NotProved() }
      let kept: [UInt8]? = try await scene.database.read { transaction in
        try transaction.query("SELECT hash FROM password").first?.get(0)
      }
      let text = try scene.store.open(
        try #require(kept), in: PasswordRow.hashPlace(account.id))
      #expect(!PasswordHash(text: text).needsRehash(for: scene.store.limits.accounts.passwordCost))
    }
  }

  @Test(arguments: TestEngine.all)
  func `a passkey answers one challenge once, also at the same moment`(
    engine: TestEngine
  ) async throws {
    try await Self.with(engine) { scene in
      let account = try await Self.account(scene)
      let session = try await Self.session(scene, of: account)
      let authenticator = try SoftwareAuthenticator(for: Self.party)
      let drawn = scene.store.challengeToRegister(session, at: scene.clock.now)
      let raised = try await scene.store.addPasskey(
        authenticator.register(drawn), for: drawn, named: "Phone of Nadia", of: session,
        on: Self.party, at: scene.clock.now)
      #expect(try await scene.store.session(raised, at: scene.clock.now)?.strength == .full)
      authenticator.signCount = nil
      let challenge = scene.store.challengeToSignIn(at: scene.clock.now)
      let answer = PasskeyAnswer(
        challenge: challenge, assertion: try authenticator.sign(challenge), userHandle: [])
      let signedIn = try await concurrently(Array(1...4)) { _ in
        try await scene.store.signIn(
          by: answer, on: Self.party, browser: "", at: scene.clock.now) != nil
      }
      #expect(signedIn.filter { $0 }.count == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a passkey that is taken away at this moment lets nobody into the new role`(
    engine: TestEngine
  ) async throws {
    try await Self.with(engine) { scene in
      let account = try await Self.account(scene, .organiser)
      let authenticator = try SoftwareAuthenticator(for: Self.party)
      _ = try await Self.addPasskey(authenticator, scene, account)
      let challenge = scene.store.challengeToSignIn(at: scene.clock.now)
      let answer = PasskeyAnswer(
        challenge: challenge, assertion: try authenticator.sign(challenge), userHandle: [])
      try await scene.database.write { try $0.execute("DELETE FROM session") }
      let (changes, changing) = AsyncStream.makeStream(of: Void.self)
      async let change: Void = scene.database.write { transaction in
        try transaction.execute("UPDATE account SET role = 'administrator'")
        try transaction.execute("DELETE FROM passkey")
        changing.yield()
        // Long enough for the other to run into it; where it comes later, it sees the change.
        Thread.sleep(forTimeInterval: 0.3)
      }
      for await _ in changes { break }
      let signedIn = try await scene.store.signIn(
        by: answer, on: Self.party, browser: "", at: scene.clock.now)
      try await change
      #expect(signedIn == nil)
      #expect(try await scene.number("SELECT COUNT(*) FROM session") == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `staff keep their last passkey, also where another goes at the same moment`(
    engine: TestEngine
  ) async throws {
    try await Self.with(engine) { scene in
      let account = try await Self.account(scene)
      var session = try await Self.session(scene, of: account)
      for _ in 1...2 {
        session = try await Self.addPasskey(
          try SoftwareAuthenticator(for: Self.party), scene, account, in: session)
      }
      let passkeys = try await scene.store.credentials(of: account.id).passkeys
      #expect(passkeys.count == 2)
      let (changes, changing) = AsyncStream.makeStream(of: Void.self)
      async let first: Void = scene.database.write { transaction in
        try transaction.execute("UPDATE account SET role = role")
        try transaction.execute("DELETE FROM passkey WHERE id = $1", passkeys[0].id)
        changing.yield()
        // Long enough for the other to run into it.
        Thread.sleep(forTimeInterval: 0.3)
      }
      for await _ in changes { break }
      let isRemoved = try await scene.store.removePasskey(
        passkeys[1].id, of: account.id, at: scene.clock.now)
      try await first
      #expect(!isRemoved)
      #expect(try await scene.store.credentials(of: account.id).passkeys == [passkeys[1]])
    }
  }

  /// Makes a passkey; the session that it leaves.
  @discardableResult
  private static func addPasskey(
    _ authenticator: SoftwareAuthenticator, _ scene: Scene, _ account: Account,
    in known: Session? = nil
  ) async throws -> Session {
    var begun = known
    if begun == nil { begun = try await session(scene, of: account) }
    let session = try #require(begun)
    let drawn = scene.store.challengeToRegister(session, at: scene.clock.now)
    let raised = try await scene.store.addPasskey(
      authenticator.register(drawn), for: drawn, named: "", of: session, on: party,
      at: scene.clock.now)
    return try #require(try await scene.store.session(raised, at: scene.clock.now))
  }

  @Test(arguments: TestEngine.all)
  func `an authenticator that signed less often than before is refused`(
    engine: TestEngine
  ) async throws {
    try await Self.with(engine) { scene in
      let session = try await Self.session(scene, of: try await Self.account(scene))
      let authenticator = try SoftwareAuthenticator(for: Self.party)
      authenticator.signCount = 7
      let drawn = scene.store.challengeToRegister(session, at: scene.clock.now)
      _ = try await scene.store.addPasskey(
        authenticator.register(drawn), for: drawn, named: "", of: session, on: Self.party,
        at: scene.clock.now)
      for (count, isTaken) in [(7, true), (7, false), (3, false), (8, true)] as [(UInt32, Bool)] {
        authenticator.signCount = count
        let challenge = scene.store.challengeToSignIn(at: scene.clock.now)
        let answer = PasskeyAnswer(
          challenge: challenge, assertion: try authenticator.sign(challenge), userHandle: [])
        let signedIn = try await scene.store.signIn(
          by: answer, on: Self.party, browser: "", at: scene.clock.now)
        #expect((signedIn != nil) == isTaken, "\(count)")
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `what has ended is swept away`(engine: TestEngine) async throws {
    try await Self.with(engine) { scene in
      let (account, _) = try await Self.withPassword(scene)
      let session = try await Self.session(scene, of: account)
      _ = try await scene.store.prove(session, password: "wrong", code: "", at: scene.clock.now)
      let challenge = scene.store.challengeToSignIn(at: scene.clock.now)
      let authenticator = try SoftwareAuthenticator(for: Self.party)
      let answer = PasskeyAnswer(
        challenge: challenge, assertion: try authenticator.sign(challenge), userHandle: [])
      _ = try await scene.store.signIn(
        by: answer, on: Self.party, browser: "", at: scene.clock.now)
      #expect(try await scene.number("SELECT COUNT(*) FROM used_challenge") == 1)
      scene.clock.advance(by: scene.store.limits.accounts.tryDelay.memory)
      try await scene.store.sweep(at: scene.clock.now)
      #expect(try await scene.number("SELECT COUNT(*) FROM used_challenge") == 0)
      #expect(try await scene.number("SELECT COUNT(*) FROM failed_proof") == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `whoever carries the database away reads no secret in it`(engine: TestEngine) async throws {
    try await Self.with(engine) { scene in
      let (account, codes) = try await Self.withPassword(scene)
      let session = try await Self.session(scene, of: account)
      let authenticator = try SoftwareAuthenticator(for: Self.party)
      let drawn = scene.store.challengeToRegister(session, at: scene.clock.now)
      _ = try await scene.store.addPasskey(
        authenticator.register(drawn), for: drawn, named: "Phone of Nadia", of: session,
        on: Self.party, at: scene.clock.now)
      let kept: [[UInt8]] = try await scene.database.read { transaction in
        try transaction.query("SELECT hash FROM password").map { try $0.get(0) }
          + transaction.query("SELECT app_secret FROM password").map { try $0.get(0) }
          + transaction.query("SELECT name FROM passkey").map { try $0.get(0) }
          + transaction.query("SELECT hash FROM recovery_code").map { try $0.get(0) }
      }
      #expect(kept.count == 3 + codes.count)
      for bytes in kept {
        for needle in ["$argon2id", "Nadia", Base32.encode(Self.secret), codes[0].text] {
          #expect(!bytes.contains(Array(needle.utf8)))
        }
      }
    }
  }

  struct NotProved: Error {}
}
