import EmailAddresses
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// Eight digits instead of a link.
@Suite struct CodeTests {
  static let lifetime = StoreLimits().codeLifetime

  /// Digits that are not the code.
  static func wrong(_ code: String) -> String { code == "00000000" ? "00000001" : "00000000" }

  @Test(arguments: TestEngine.all)
  func `a right code finds the signature, and the button confirms it`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let link = try await scene.link(of: People.aye.signer(wantsReminder: true))
      #expect(link.code.count == 8 && link.code.allSatisfy(\.isASCII))
      let pending = try #require(
        try await scene.store.pendingSignature(link, at: scene.clock.now))
      for _ in 1...9 {
        #expect(
          try await scene.check(link.code, People.aye)
            == .right(confirmHash: link.confirmHash, pending))
      }
      #expect(pending.name == People.aye.name)
      #expect(try await scene.current().tally == Tally(confirmed: 0))
      for _ in 1...2 {
        #expect(
          try await scene.store.confirm(confirmHash: link.confirmHash, at: scene.clock.now)
            == .confirmed(ordinal: 1))
      }
      #expect(try await scene.current().tally == Tally(confirmed: 1))
      #expect(try await scene.store.signature(link)?.name == People.aye.name)
      #expect(try await scene.confirm(link) == .confirmed(ordinal: 1))
      // Thanked, without a link that nobody knows, and not reminded.
      #expect(try await scene.mailCount(.reminder) == 0)
      let thanks = try await scene.takeMails()
      #expect(thanks.map(\.kind) == [.thanks])
      #expect(thanks[0].mail.token == "")
      // Used up.
      #expect(try await scene.type(link.code, People.aye) == .unknown)
    }
  }

  @Test(arguments: TestEngine.all)
  func `of two forms of one address a code finds its own`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let forged = try await scene.link(
        of: Person(name: "Not Me", email: People.aye.email).signer(audience: .public))
      let own = try await scene.link(of: People.aye.signer(audience: .nobody))
      guard case .right(_, let first) = try await scene.check(forged.code, People.aye),
        case .right(let hash, let second) = try await scene.check(own.code, People.aye)
      else {
        Issue.record("a right code is not accepted")
        return
      }
      #expect(first.name == "Not Me" && first.audience == .public)
      #expect(second.name == People.aye.name && second.audience == .nobody)
      #expect(try await scene.signatureCount() == 0)
      _ = try await scene.store.confirm(confirmHash: hash, at: scene.clock.now)
      let counted = try #require(try await scene.store.signature(confirmHash: hash))
      #expect(counted.name == People.aye.name && counted.audience == .nobody)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a code is read in the digits and with the blanks that people type`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let spellings: [@Sendable (String) -> String] = [
        { " \($0.prefix(4)) \($0.suffix(4)) " }, { "\($0.prefix(2))-\($0.dropFirst(2))" },
        { code in
          String(
            String.UnicodeScalarView(
              code.unicodeScalars.compactMap { Unicode.Scalar($0.value - 0x30 + 0x1040) }))
        },
      ]
      for (person, spelling) in zip(People.all, spellings) {
        let code = try await scene.link(of: person.signer()).code
        #expect(try await scene.type(code + "1", person) == .unknown)
        let outcome = try await scene.type(spelling(code), person)
        guard case .confirmed = outcome else {
          Issue.record("\(spelling(code)) is \(outcome)")
          continue
        }
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `a code counts for its address and petition only`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let other = try await scene.store.addPetition(
        .sample(title: "Another"), at: scene.clock.now)
      let code = try await scene.link(of: People.aye.signer()).code
      _ = try await scene.link(of: People.aye.signer(), other)
      _ = try await scene.link(of: People.layla.signer())
      #expect(try await scene.type(code, People.layla) == .unknown)
      #expect(try await scene.type(code, People.aye, other) == .unknown)
      #expect(try await scene.type(code, People.meiling) == .unknown)
      #expect(try await scene.type("", People.aye) == .unknown)
      #expect(try await scene.type(code, People.aye) == .confirmed(ordinal: 1))
    }
  }

  @Test(arguments: TestEngine.all)
  func `a code lives for fifteen minutes and its link goes on`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let first = try await scene.link(of: People.aye.signer())
      let second = try await scene.link(of: People.layla.signer())
      scene.clock.advance(by: Self.lifetime - 1)
      #expect(try await scene.type(first.code, People.aye) == .confirmed(ordinal: 1))
      scene.clock.advance(by: 1)
      #expect(try await scene.type(second.code, People.layla) == .unknown)
      #expect(try await scene.confirm(second) == .confirmed(ordinal: 2))
    }
  }

  @Test(arguments: TestEngine.all)
  func `after five wrong codes the right one is too late, whichever mail it is from`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let first = try await scene.link(of: People.aye.signer(reason: "1"))
      let second = try await scene.link(of: People.aye.signer(reason: "2"))
      for _ in 0..<2 {
        #expect(try await scene.type(Self.wrong(first.code), People.aye) == .unknown)
      }
      let third = try await scene.link(of: People.aye.signer(reason: "3"))
      for _ in 0..<3 {
        #expect(try await scene.type(Self.wrong(first.code), People.aye) == .unknown)
      }
      for link in [first, second, third] {
        #expect(try await scene.type(link.code, People.aye) == .unknown)
      }
      // The address of another person is not held up, and the button always works.
      let other = try await scene.link(of: People.layla.signer())
      #expect(try await scene.type(other.code, People.layla) == .confirmed(ordinal: 1))
      #expect(try await scene.confirm(second) == .confirmed(ordinal: 2))
    }
  }

  @Test(arguments: TestEngine.all)
  func `four wrong codes leave one try`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let link = try await scene.link(of: People.aye.signer())
      for _ in 0..<4 { _ = try await scene.type(Self.wrong(link.code), People.aye) }
      #expect(try await scene.type(link.code, People.aye) == .confirmed(ordinal: 1))
    }
  }

  @Test(arguments: TestEngine.all)
  func `of twenty wrong codes at once five are looked at`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let link = try await scene.link(of: People.aye.signer())
      let other = try await Store(
        database: scene.database, secret: Scene.secret, random: SeededBytes(seed: 2).next)
      let outcomes = try await concurrently(Array(0..<20)) { number in
        let store = number.isMultiple(of: 2) ? scene.store : other
        return try await store.checkCode(
          Self.wrong(link.code), of: EmailAddress(parsing: People.aye.email),
          scene.petition, at: scene.clock.now)
      }
      #expect(outcomes.allSatisfy { $0 == .notAccepted })
      #expect(try await scene.number("SELECT code_tries FROM pending_signature") == 5)
      #expect(try await scene.type(link.code, People.aye) == .unknown)
    }
  }

  @Test(arguments: TestEngine.all)
  func `one code sent twice at once is one signature`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let link = try await scene.link(of: People.aye.signer())
      let outcomes = try await concurrently(Array(0..<8)) { _ in
        try await scene.type(link.code, People.aye)
      }
      #expect(outcomes.contains(.confirmed(ordinal: 1)))
      #expect(try await scene.signatureCount() == 1)
      #expect(try await scene.mailCount(.thanks) == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a code of a closed petition says so to everybody`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let code = try await scene.link(of: People.aye.signer()).code
      try await scene.store.close(scene.petition.slug, at: scene.clock.now)
      for person in [People.aye, People.layla] {
        #expect(try await scene.type(code, person) == .petitionClosed)
      }
    }
  }

  @Test func `codes have all digits and keep their zeros`() {
    let random = SeededBytes(seed: 5)
    let codes = (0..<4_000).map { _ in SignatureSecret(random: random.next).code }
    #expect(codes.allSatisfy { $0.utf8.count == 8 && Int($0) != nil })
    #expect(Set(codes).count > 3_990)
    for place in 0..<8 {
      let digits = codes.map { Array($0.utf8)[place] }
      for digit in UInt8(ascii: "0")...UInt8(ascii: "9") {
        let count = digits.count { $0 == digit }
        // Five standard deviations from 400.
        #expect((305...495).contains(count), "\(digit) is \(count) times at \(place)")
      }
    }
  }
}

extension Scene {
  func check(
    _ code: String, _ person: Person, _ petition: Petition? = nil
  ) async throws -> CodeOutcome {
    try await store.checkCode(
      code, of: EmailAddress(parsing: person.email), petition ?? self.petition, at: clock.now)
  }

  /// Types a code and, where it is right, presses the button of the page that follows.
  func type(
    _ code: String, _ person: Person, _ petition: Petition? = nil
  ) async throws -> ConfirmationOutcome {
    switch try await check(code, person, petition) {
    case .right(let confirmHash, _):
      try await store.confirm(confirmHash: confirmHash, at: clock.now)
    case .petitionClosed: .petitionClosed
    case .notAccepted: .unknown
    }
  }
}
