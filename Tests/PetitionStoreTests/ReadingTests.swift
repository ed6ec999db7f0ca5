import Petitions
import TestSupport
import Testing

@testable import PetitionStore

@Suite struct ReadingTests {
  @Test(arguments: TestEngine.all)
  func `reading leaves the database as it was, byte for byte`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let own = try await scene.confirmed(People.aye.signer(audience: .nobody)).link
      let pending = try await scene.link(of: People.layla.signer())
      try await scene.sign(People.meiling.signer())
      let before = try scene.files.contents()
      #expect(before.values.allSatisfy { !$0.isEmpty })

      let store = scene.store
      let petition = try await scene.current()
      let page = try #require(ListPage(number: 1, lastOrdinal: 1))
      #expect(try await store.petition(petition.slug) == petition)
      #expect(try await store.openPetitions(.newest, limit: 9) == [petition])
      #expect(try await store.openPetitions(.mostSigned, limit: 9) == [petition])
      #expect(try await store.slugs(limit: 9) == [petition.slug])
      #expect(try await !store.story(of: petition).isEmpty)
      #expect(try await store.signatures(of: petition, page).count == 1)
      #expect(try await store.importedNames(of: petition, page).count == 3)
      #expect(try await store.lastImportedPosition(of: petition) == 3)
      #expect(try await store.signature(own)?.ordinal == 1)
      #expect(try await store.signature(pending) == nil)
      #expect(try await store.pendingSignature(pending, at: scene.clock.now) != nil)
      #expect(try await store.hasDueMail([.prompt], at: scene.clock.now))
      #expect(try await store.photoFile(id: "aa", format: "jpeg", width: 1) == nil)
      #expect(try await store.recount().isEmpty)
      #expect(await store.isAvailable())

      let after = try scene.files.contents()
      #expect(after == before)
    }
  }

  @Test(arguments: TestEngine.all)
  func `every page of a list shows its ordinals, newest first`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let crowd = People.crowd(25)
      for (index, person) in crowd.enumerated() {
        _ = try await scene.confirmed(
          person.signer(audience: index.isMultiple(of: 3) ? .nobody : .public))
      }
      var listed: [ListedSignature] = []
      for number in 1...3 {
        let page = try #require(ListPage(number: number, lastOrdinal: 25))
        listed += try await scene.store.signatures(of: scene.petition, page)
      }
      #expect(listed.map(\.ordinal) == Array((1...25).reversed()))
      for entry in listed {
        let index = entry.ordinal - 1
        #expect(
          entry.entry
            == (index.isMultiple(of: 3) ? .unnamed : .named(crowd[index].name, reason: "")))
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `a database that is closed is not available`(engine: TestEngine) async throws {
    let store = try await Scene.with(engine) { $0.store }
    #expect(await !store.isAvailable())
  }
}
