import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// What becomes of signatures that were removed, and of removals that the world changes under.
@Suite struct RemovedSignatureTests {
  @Test(arguments: TestEngine.all)
  func `who was removed and signs again is told to have signed`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let own = try await scene.confirmed(People.aye.signer())
      try await scene.remove(Scene.one(1), by: scene.moderator())
      try await scene.sign(People.aye.signer(reason: "again"))
      #expect(try await scene.takeMails().map(\.kind).contains(.alreadySigned))
      #expect(try await scene.store.signature(own.link)?.state == .removed)
    }
  }

  @Test(arguments: TestEngine.all)
  func `who was removed can withdraw, is deleted, and does not come back by undoing`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let own = try await scene.confirmed(
        People.aye.signer(country: "MM", wantsUpdates: true)
      ).link
      _ = try await scene.confirmed(People.arnaud.signer(country: "MM"))
      let moderator = try await scene.moderator()
      var both = SignatureFilter()
      both.ordinals = 1...2
      let id = try await scene.remove(both, by: moderator)
      try await scene.withdraw(own)
      try await scene.withdraw(own)
      #expect(try await scene.store.signature(own)?.state == .withdrawn)
      #expect(
        try await scene.current().tally == Tally(confirmed: 2, withdrawn: 1, removed: 1))
      #expect(
        try await scene.number(
          """
          SELECT COUNT(*)
          FROM signature
          WHERE ordinal = 1 AND name IS NULL AND person IS NULL AND removal_id IS NULL
          """) == 1)
      // Nor is it signed anew by that way.
      _ = try await scene.takeMails()
      try await scene.sign(People.aye.signer(reason: "again"))
      #expect(try await scene.takeMails().map(\.kind) == [.alreadySigned])
      #expect(try await scene.removal(id).removed == 1)
      #expect(try await scene.store.recount().isEmpty)
      try await scene.store.undoRemoval(id, by: moderator, at: scene.clock.now)
      try await scene.work()
      #expect(try await scene.removal(id).state == .undone)
      #expect(try await scene.current().tally == Tally(confirmed: 2, withdrawn: 1))
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a removal whose signatures withdraw meanwhile takes no others in their place`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine, limits: RemovalTests.small) { scene in
      let own = try await scene.confirmed(
        Person(name: "Bot 0", email: "p0@bots.example").signer()
      ).link
      try await scene.fill(20)
      let moderator = try await scene.moderator()
      let id = try await scene.count(Scene.bots(), by: moderator)
      try await scene.store.requestRemoval(id, reason: .program, by: moderator, at: scene.clock.now)
      _ = try await scene.store.continueRemovals(at: scene.clock.now)
      try await scene.withdraw(own)
      #expect(try await scene.store.recount().isEmpty)
      try await scene.database.write {
        try $0.execute("UPDATE signature SET name = 'Bot late' WHERE ordinal = 20")
      }
      try await scene.work()
      #expect(try await scene.removal(id).state == .done)
      #expect(try await scene.current().tally == Tally(confirmed: 21, withdrawn: 1, removed: 6))
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `who was removed can end the news, and the address is gone`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let own = try await scene.confirmed(People.aye.signer(wantsUpdates: true)).link
      let before = try #require(try await scene.store.signature(own))
      #expect(before.email == People.aye.email)
      let moderator = try await scene.moderator()
      let id = try await scene.remove(Scene.one(1), by: moderator)
      let token = scene.store.unsubscribeToken(of: scene.petition.id, ordinal: 1)
      #expect(try await scene.store.unsubscribe(token))
      let after = try #require(try await scene.store.signature(own))
      #expect(after.email == "" && !after.wantsUpdates && after.state == .removed)
      try await scene.store.undoRemoval(id, by: moderator, at: scene.clock.now)
      try await scene.work()
      #expect(try await scene.store.signature(own)?.wantsUpdates == false)
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `signatures are found by each of their traits`(engine: TestEngine) async throws {
    try await Scene.with(engine, limits: RemovalTests.small) { scene in
      try await scene.fill(48)
      let petition = try await scene.current()
      func found(_ change: (inout SignatureFilterForm) -> Void) async throws -> Int {
        var form = SignatureFilterForm()
        change(&form)
        guard case .accepted(let filter) = form.checked(countries: ["MM", "DE", "FR"]) else {
          throw NotConfirmed()
        }
        return try await scene.store.findings(filter, in: petition, at: scene.clock.now).count
      }
      #expect(try await found { _ in } == 48)
      #expect(try await found { $0.name = "BOT*" } == 16)
      #expect(try await found { $0.domain = "bots.example" } == 16)
      #expect(try await found { $0.domain = "example.org" } == 0)
      #expect(try await found { $0.country = "MM" } == 12)
      #expect(try await found { $0.origin = "bad" } == 16)
      #expect(try await found { $0.ordinals = "10-19" } == 10)
      #expect(
        try await found {
          $0.from = "2030-01-02 03:00"
          $0.to = "2030-01-02 03:00"
        } == 48)
      #expect(try await found { $0.to = "2030-01-02 02:00" } == 0)
      #expect(
        try await found {
          $0.name = "bot*"
          $0.country = "MM"
        } == 4)
    }
  }

  @Test(arguments: TestEngine.all)
  func `signatures of one network are found for a day, and then it is forgotten`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let (store, clock) = (scene.store, scene.clock)
      let day = NetworkOfDay.day(of: clock.now)
      for (index, person) in People.all.prefix(4).enumerated() {
        let link = try await scene.link(of: person.signer())
        let network = NetworkOfDay(day: day, tag: index == 0 ? 9 : -5)
        _ = try await store.confirm(link, from: network, at: clock.now)
        if index == 3 { try await scene.withdraw(link) }
      }
      var filter = SignatureFilter()
      filter.networkTag = -5
      let petition = try await scene.current()
      #expect(try await store.findings(filter, in: petition, at: clock.now).count == 2)
      #expect(try await scene.number("SELECT COUNT(*) FROM signature_network") == 3)
      try await store.sweep(at: clock.now)
      #expect(try await scene.number("SELECT COUNT(*) FROM signature_network") == 3)
      try await store.sweep(at: day + store.limits.removals.networkLifetime)
      #expect(try await scene.number("SELECT COUNT(*) FROM signature_network") == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a closed petition has domains that nobody can tell`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      try await scene.fill(6)
      try await scene.store.close(scene.petition.slug, at: scene.clock.now)
      var filter = SignatureFilter()
      filter.domain = "bots.example"
      let petition = try await scene.current()
      #expect(try await scene.store.findings(filter, in: petition, at: scene.clock.now).count == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a removal by domain goes on when the petition closes meanwhile`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine, limits: RemovalTests.small) { scene in
      try await scene.fill(50)
      let moderator = try await scene.moderator()
      var filter = SignatureFilter()
      filter.domain = "bots.example"
      let id = try await scene.count(filter, by: moderator)
      try await scene.store.requestRemoval(id, reason: .program, by: moderator, at: scene.clock.now)
      _ = try await scene.store.continueRemovals(at: scene.clock.now)
      #expect(try await scene.removal(id).removed == 2)
      try await scene.store.close(scene.petition.slug, at: scene.clock.now)
      try await scene.work()
      #expect(try await scene.removal(id).state == .done)
      #expect(try await scene.current().tally == Tally(confirmed: 50, removed: 16))
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `nobody agrees to a removal by a network that is forgotten`(
    engine: TestEngine
  ) async throws {
    var limits = StoreLimits()
    limits.removals.rule.alwaysAlone = 0
    try await Scene.with(engine, limits: limits) { scene in
      let (store, now) = (scene.store, scene.clock.now)
      let day = NetworkOfDay.day(of: now)
      for person in People.all.prefix(2) {
        let link = try await scene.link(of: person.signer())
        _ = try await store.confirm(link, from: NetworkOfDay(day: day, tag: 9), at: now)
      }
      var filter = SignatureFilter()
      filter.networkTag = 9
      let (one, two) = (try await scene.moderator(), try await scene.moderator("two"))
      let id = try await scene.count(filter, by: one)
      let asked = try await store.requestRemoval(id, reason: .program, by: one, at: now)
      #expect(asked.counted == 2 && asked.state == .awaiting)
      let late = day + store.limits.removals.networkLifetime
      await #expect(throws: RemovalError.networkForgotten) {
        try await store.agreeToRemoval(id, by: two, mayRemove: true, at: late)
      }
      try await store.agreeToRemoval(id, by: two, mayRemove: true, at: late - 1)
      try await scene.work()
      #expect(try await scene.current().tally.removed == 2)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a removal over two days ends when the first is forgotten, and is not called done`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let store = scene.store
      let day = NetworkOfDay.day(of: scene.clock.now) + NetworkOfDay.dayLength
      for (index, person) in People.all.prefix(4).enumerated() {
        let at = index < 2 ? day - 1 : day
        let link = try await scene.link(of: person.signer())
        _ = try await store.confirm(
          link, from: NetworkOfDay(day: NetworkOfDay.day(of: at), tag: 9), at: at)
      }
      var filter = SignatureFilter()
      filter.networkTag = 9
      let moderator = try await scene.moderator()
      scene.clock.advance(by: day - scene.clock.now)
      let id = try await scene.count(filter, by: moderator)
      let asked = try await store.requestRemoval(
        id, reason: .program, by: moderator, at: scene.clock.now)
      #expect(asked.counted == 4)
      let late = day - NetworkOfDay.dayLength + store.limits.removals.networkLifetime
      _ = try await store.continueRemoval(id, at: late)
      let ended = try await scene.removal(id)
      #expect(ended.state == .cancelled && ended.removed == 0)
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a removal by a network ends when the network is forgotten, and says how many are left`(
    engine: TestEngine
  ) async throws {
    var limits = StoreLimits()
    limits.removals.placesAtOnce = 2
    try await Scene.with(engine, limits: limits) { scene in
      let (store, now) = (scene.store, scene.clock.now)
      let day = NetworkOfDay.day(of: now)
      for person in People.all.prefix(4) {
        let link = try await scene.link(of: person.signer())
        _ = try await store.confirm(link, from: NetworkOfDay(day: day, tag: 9), at: now)
      }
      var filter = SignatureFilter()
      filter.networkTag = 9
      let moderator = try await scene.moderator()
      let id = try await scene.count(filter, by: moderator)
      try await store.requestRemoval(id, reason: .program, by: moderator, at: now)
      let late = day + store.limits.removals.networkLifetime
      #expect(try await store.continueRemovals(at: late - 1) == 1)
      // Whether the sweep came before or not.
      if engine == .sqlite { try await store.sweep(at: late) }
      #expect(try await store.continueRemovals(at: late) == 0)
      let ended = try await scene.removal(id)
      #expect(ended.state == .cancelled && ended.removed == 2 && ended.counted == 4)
      #expect(try await scene.current().tally.removed == 2)
      let told = try await store.publicJournal(of: scene.petition.id).map(\.entry)
      #expect(told.map(\.event) == [.signaturesRemoved] && told[0].facts["count"] == "2")
      #expect(
        try await scene.number(
          "SELECT COUNT(*) FROM journal WHERE facts LIKE '%network-forgotten%'") == 1)
      // What was removed can be put back all the same.
      try await store.undoRemoval(id, by: moderator, at: late)
      while try await store.continueRemovals(at: late) > 0 {}
      #expect(try await scene.current().tally.removed == 0)
      #expect(try await store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a filter lies sealed, and what nobody asks for goes after a day`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await scene.fill(3)
      let moderator = try await scene.moderator()
      let id = try await scene.count(Scene.bots(), by: moderator)
      let kept: [UInt8] = try await scene.database.read { transaction in
        try #require(try transaction.query("SELECT filter FROM removal").first).get(0)
      }
      #expect(!kept.contains(Array("bot".utf8)))
      let bots = try Scene.bots()
      #expect(try await scene.removal(id).filter == bots)
      #expect(try await scene.store.removals().isEmpty)
      try await scene.store.sweep(at: scene.clock.now + scene.store.limits.removals.countedLifetime)
      #expect(try await scene.store.removal(id) == nil)
    }
  }

  @Test(arguments: TestEngine.all)
  func `two programs that work at once remove each signature once`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine, limits: RemovalTests.small) { scene in
      try await scene.fill(90)
      let moderator = try await scene.moderator()
      let id = try await scene.count(Scene.bots(), by: moderator)
      try await scene.store.requestRemoval(id, reason: .program, by: moderator, at: scene.clock.now)
      let links = try await concurrently(Array(0..<6)) { number in
        if number < 4 {
          while try await scene.store.continueRemovals(at: scene.clock.now) > 0 {}
        } else {
          let person = Person(name: "Late \(number)", email: "late\(number)@example.org")
          try await scene.sign(person.signer())
        }
        return number
      }
      #expect(links.count == 6)
      #expect(try await scene.removal(id).removed == 30)
      #expect(try await scene.store.recount().isEmpty)
    }
  }
}
