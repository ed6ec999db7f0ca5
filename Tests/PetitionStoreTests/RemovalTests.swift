import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// Removing signatures, and putting them back.
@Suite struct RemovalTests {
  static var small: StoreLimits {
    var limits = StoreLimits()
    limits.removals.placesAtOnce = 7
    limits.removals.readAtOnce = 11
    limits.removals.rule.alwaysAlone = 1_000
    return limits
  }

  @Test(arguments: TestEngine.all)
  func `one signature is removed with a reason, keeps its number, and stands again`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      for person in People.all.prefix(3) {
        _ = try await scene.confirmed(person.signer(country: "MM"))
      }
      let before = try await scene.signatureRows()
      let moderator = try await scene.moderator()
      let id = try await scene.remove(Scene.one(2), by: moderator, reason: .court)
      #expect(try await scene.list().map(\.ordinal) == [3, 2, 1])
      #expect(try await scene.list()[1].entry == .removed(.court))
      #expect(try await scene.current().tally == Tally(confirmed: 3, removed: 1))
      #expect(try await scene.store.recount().isEmpty)
      #expect(try await scene.removal(id).state == .done)
      try await scene.database.write { try $0.execute("UPDATE removal SET removed = 0") }
      #expect(try await scene.store.recount().map(\.number) == ["removed by removal 1"])
      try await scene.database.write { try $0.execute("UPDATE removal SET removed = 1") }

      try await scene.store.undoRemoval(id, by: moderator, at: scene.clock.now)
      try await scene.work()
      #expect(try await scene.removal(id).state == .undone)
      #expect(try await scene.signatureRows() == before)
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `the counts are right after every batch, and undoing gives back row by row`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine, limits: Self.small) { scene in
      try await scene.fill(50)
      let before = try await scene.signatureRows()
      let moderator = try await scene.moderator()
      let id = try await scene.count(Scene.bots(), by: moderator)
      #expect(try await scene.removal(id).counted == 16)
      try await scene.store.requestRemoval(id, reason: .program, by: moderator, at: scene.clock.now)
      var batches = 0
      while try await scene.store.continueRemovals(at: scene.clock.now) > 0 {
        batches += 1
        let removal = try await scene.removal(id)
        #expect(try await scene.current().tally.removed == removal.removed)
        #expect(try await scene.store.recount().isEmpty)
      }
      #expect(batches == 7)
      #expect(try await scene.current().tally == Tally(confirmed: 50, removed: 16))
      #expect(
        try await scene.number(
          "SELECT COUNT(*) FROM signature WHERE name LIKE 'Bot%' AND state = 'standing'")
          == 0)

      try await scene.store.undoRemoval(id, by: moderator, at: scene.clock.now)
      while try await scene.store.continueRemovals(at: scene.clock.now) > 0 {
        #expect(try await scene.store.recount().isEmpty)
      }
      #expect(try await scene.signatureRows() == before)
      let undone = try await scene.removal(id)
      #expect(undone.removed == 0)
      #expect(undone.restored == 16)
    }
  }

  @Test(arguments: TestEngine.all)
  func `what was cancelled half way stays removed until it is put back`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine, limits: Self.small) { scene in
      try await scene.fill(50)
      let before = try await scene.signatureRows()
      let moderator = try await scene.moderator()
      let id = try await scene.count(Scene.bots(), by: moderator)
      try await scene.store.requestRemoval(id, reason: .program, by: moderator, at: scene.clock.now)
      _ = try await scene.store.continueRemovals(at: scene.clock.now)
      _ = try await scene.store.continueRemovals(at: scene.clock.now)
      try await scene.store.cancelRemoval(id, by: moderator, at: scene.clock.now)
      #expect(try await scene.store.continueRemovals(at: scene.clock.now) == 0)
      let cancelled = try await scene.removal(id)
      #expect(cancelled.state == .cancelled)
      #expect(cancelled.removed == 4)
      #expect(try await scene.current().tally.count == 46)
      #expect(try await scene.store.recount().isEmpty)
      let told = try await scene.store.publicJournal(of: scene.petition.id)
      #expect(told.map(\.entry.facts["count"]) == ["4"])

      try await scene.store.undoRemoval(id, by: moderator, at: scene.clock.now)
      try await scene.work()
      #expect(try await scene.signatureRows() == before)
      let restored = try await scene.store.publicJournal(of: scene.petition.id)
      #expect(restored.map(\.entry.event) == [.signaturesRestored, .signaturesRemoved])
      #expect(restored.first?.entry.facts["count"] == "4")
    }
  }

  @Test(arguments: TestEngine.all)
  func `many signatures need a second person, who is another one and may remove`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await scene.fill(50)
      let (one, two) = (try await scene.moderator(), try await scene.moderator("two"))
      let (store, now) = (scene.store, scene.clock.now)
      let id = try await scene.count(Scene.bots(), by: one)
      #expect(try await store.needsSecond(scene.removal(id), by: one, at: now))
      let asked = try await store.requestRemoval(id, reason: .program, by: one, at: now)
      #expect(asked.state == .awaiting)
      try await scene.work()
      #expect(try await scene.current().tally.removed == 0)
      await #expect(throws: RemovalError.cannotAgree(.askedForIt)) {
        try await store.agreeToRemoval(id, by: one, mayRemove: true, at: now)
      }
      await #expect(throws: RemovalError.cannotAgree(.mayNotRemove)) {
        try await store.agreeToRemoval(id, by: two, mayRemove: false, at: now)
      }
      try await store.agreeToRemoval(id, by: two, mayRemove: true, at: now)
      try await scene.work()
      #expect(try await scene.current().tally.removed == 16)
      let done = try await scene.removal(id)
      #expect(done.requester == one)
      #expect(done.agreer == two)
      await #expect(throws: RemovalError.notPossible(.done)) {
        try await store.agreeToRemoval(id, by: two, mayRemove: true, at: now)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `one person does not remove many by removing few again and again`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await scene.fill(60)
      let moderator = try await scene.moderator()
      for ordinal in 1...10 { try await scene.remove(Scene.one(ordinal), by: moderator) }
      let id = try await scene.count(Scene.one(11), by: moderator)
      let now = scene.clock.now
      #expect(
        try await scene.store.requestRemoval(id, reason: .other, by: moderator, at: now).state
          == .awaiting)
      // Somebody else has a limit of their own, and the next day is another one.
      let other = try await scene.moderator("two")
      let removal = try await scene.removal(scene.count(Scene.one(12), by: other))
      #expect(!(try await scene.store.needsSecond(removal, by: other, at: now)))
      let later = now + RemovalRule().window
      #expect(!(try await scene.store.needsSecond(removal, by: moderator, at: later)))
    }
  }

  @Test(arguments: TestEngine.all)
  func `a filter without parts removes nobody`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      try await scene.fill(3)
      let moderator = try await scene.moderator()
      let id = try await scene.count(SignatureFilter(), by: moderator)
      #expect(try await scene.removal(id).counted == 3)
      await #expect(throws: RemovalError.everything) {
        try await scene.store.requestRemoval(
          id, reason: .other, by: moderator, at: scene.clock.now)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `no more are removed than were counted, and nobody who signed since`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await scene.fill(6)
      let moderator = try await scene.moderator()
      let id = try await scene.count(Scene.bots(), by: moderator)
      _ = try await scene.confirmed(Person(name: "Bot X", email: "x@example.org").signer())
      let renamed = try await scene.number("SELECT COUNT(*) FROM signature WHERE name = 'Person 1'")
      #expect(renamed == 1)
      try await scene.database.write {
        try $0.execute("UPDATE signature SET name = 'Bot late' WHERE ordinal IN (1, 7)")
      }
      try await scene.store.requestRemoval(id, reason: .name, by: moderator, at: scene.clock.now)
      try await scene.work()
      #expect(try await scene.current().tally == Tally(confirmed: 7, removed: 2))
      #expect(try await scene.list().first?.entry == .named("Bot late", reason: ""))
    }
  }

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
    try await Scene.with(engine, limits: Self.small) { scene in
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
    try await Scene.with(engine, limits: Self.small) { scene in
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
    try await Scene.with(engine, limits: Self.small) { scene in
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
    try await Scene.with(engine, limits: Self.small) { scene in
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
