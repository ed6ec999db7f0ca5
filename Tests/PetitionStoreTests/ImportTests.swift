import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

@Suite struct ImportTests {
  @Test(arguments: TestEngine.all)
  func `a petition comes in with all its words, its names and its story`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let petition = scene.petition
      #expect(petition.slug.text == "keep-the-night-bus-to-harrow-point")
      #expect(petition.wording == ImportedPage.sample.wording)
      #expect(petition.wordingVersion == 1)
      #expect(petition.uniqueID.count == 16)
      #expect(petition.language == "en")
      #expect(petition.firstAudience == .public)
      #expect(petition.openedAt == scene.clock.now)
      #expect(petition.isOpen(at: scene.clock.now))
      #expect(petition.tally == Tally())
      #expect(petition.importedCount == 23)
      #expect(petition.photo == nil)
      #expect(petition.photoCredit == "Friends of Line 9")
      let page = try #require(ListPage(number: 1, lastOrdinal: 23))
      #expect(
        try await scene.store.importedNames(of: petition, page) == ImportedPage.sample.names)
      #expect(try await scene.store.lastImportedPosition(of: petition) == 3)
      #expect(
        try await scene.store.story(of: petition) == "<p>The last bus leaves at ten.</p>")
      #expect(try await scene.store.petition(petition.slug) == petition)
      #expect(try await scene.store.openPetitions(.mostSigned, limit: 9) == [petition])
    }
  }

  @Test(arguments: TestEngine.all)
  func `the same page again changes nothing`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let before = try await scene.current()
      let outcome = try await scene.store.bring(
        PetitionImport(.sample), at: scene.clock.now + 1_000)
      #expect(
        outcome == ImportOutcome(slug: scene.petition.slug, isNew: false, addedNames: 0))
      #expect(try await scene.current() == before)
      #expect(try await scene.number("SELECT COUNT(*) FROM petition") == 1)
      #expect(try await scene.number("SELECT COUNT(*) FROM wording") == 1)
      #expect(try await scene.number("SELECT COUNT(*) FROM imported_name") == 3)
    }
  }

  @Test(arguments: TestEngine.all)
  func `another page of the list adds its names`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      var page = ImportedPage.sample
      page.names = [
        ImportedName(position: 3, name: "Runa Lindqvist"),
        ImportedName(position: 21, name: "Ana"), ImportedName(position: 22, name: "陳美玲"),
      ]
      page.count = 22
      let outcome = try await scene.store.bring(PetitionImport(page), at: scene.clock.now)
      #expect(outcome.addedNames == 2)
      #expect(!outcome.isNew)
      // A page read earlier may count fewer.
      #expect(try await scene.current().importedCount == 23)
      #expect(try await scene.store.lastImportedPosition(of: scene.petition) == 22)
      let last = try #require(ListPage(number: 3, lastOrdinal: 22))
      #expect(
        try await scene.store.importedNames(of: scene.petition, last).map(\.name)
          == ["Ana", "陳美玲"])
      page.count = 24
      _ = try await scene.store.bring(PetitionImport(page), at: scene.clock.now)
      #expect(try await scene.current().importedCount == 24)
    }
  }

  @Test(arguments: TestEngine.all)
  func `another text under the same title is refused and changes nothing`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let before = try await scene.current()
      var page = ImportedPage.sample
      page.wording.goal = "Something else."
      page.count = 1_000
      page.names.append(ImportedName(position: 4, name: "Eve"))
      let changed = PetitionImport(
        page, photo: PhotoFiles(id: "ab", files: [PhotoFiles.File(480)]))
      await #expect(throws: StoreError.otherWording(before.slug)) {
        try await scene.store.bring(changed, at: scene.clock.now)
      }
      #expect(try await scene.current() == before)
      #expect(try await scene.number("SELECT COUNT(*) FROM imported_name") == 3)
      #expect(try await scene.number("SELECT COUNT(*) FROM photo") == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a title without Latin letters gets a number for an address`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let first = try await scene.store.addPetition(.sample(title: "請願"), at: 0)
      let second = try await scene.store.addPetition(.sample(title: "ကျော်"), at: 0)
      #expect(first.slug.text.hasPrefix("petition-"))
      #expect(first.slug != second.slug)
      #expect(first.wording.title == "請願")
      // The same page again finds the petition.
      let again = try await scene.store.bring(PetitionImport(.sample(title: "請願")), at: 1)
      #expect(again == ImportOutcome(slug: first.slug, isNew: false, addedNames: 0))
      #expect(try await scene.store.addPetition(.sample(title: "請願"), at: 1).id == first.id)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a photo is added or replaced with its credit`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      #expect(try await scene.current().photoCredit == "Friends of Line 9")
      for id in ["aa", "bb"] {
        let photo = PhotoFiles(
          id: id, files: [PhotoFiles.File(960), PhotoFiles.File(480), PhotoFiles.File(480, "webp")])
        _ = try await scene.store.bring(
          PetitionImport(.sample, photo: photo), at: scene.clock.now)
        #expect(
          try await scene.current().photo
            == Photo(
              id: id, alternativeText: "A bus at night",
              sizes: [Photo.Size(width: 480, height: 320), Photo.Size(width: 960, height: 640)]))
      }
      let file = try await scene.store.photoFile(id: "bb", format: "webp", width: 480)
      #expect(file == [224, 1])
      #expect(try await scene.store.photoFile(id: "bb", format: "webp", width: 960) == nil)
      #expect(try await scene.store.photoFile(id: "cc", format: "jpeg", width: 480) == nil)
    }
  }

  @Test(arguments: TestEngine.all)
  func `petitions are listed newest first, or by their count`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let second = try await scene.store.addPetition(
        .sample(title: "Second"), at: scene.clock.now + 1)
      let third = try await scene.store.addPetition(
        .sample(title: "Third"), at: scene.clock.now + 2)
      _ = try await scene.confirmed(People.aye.signer(), second)
      let withdrawn = try await scene.confirmed(People.aye.signer(), third)
      try await scene.withdraw(withdrawn.link)
      _ = try await scene.confirmed(People.aye.signer())
      _ = try await scene.confirmed(People.layla.signer())
      let newest = try await scene.store.openPetitions(.newest, limit: 2)
      #expect(newest.map(\.slug.text) == ["third", "second"])
      let mostSigned = try await scene.store.openPetitions(.mostSigned, limit: 9)
      #expect(mostSigned.map(\.id) == [scene.petition.id, second.id, third.id])
      #expect(mostSigned.map(\.tally.count) == [2, 1, 0])
    }
  }
}

extension PhotoFiles.File {
  /// A file whose bytes name its width.
  init(_ width: Int, _ format: String = "jpeg") {
    self.init(
      format: format, size: Photo.Size(width: width, height: width * 2 / 3),
      bytes: [UInt8(width & 0xff), UInt8(width >> 8)])
  }
}
