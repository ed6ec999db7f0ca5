import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

@Suite struct BackupTests {
  @Test(arguments: TestEngine.all)
  func `a backup that is restored serves the same numbers and takes signatures`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let own = try await scene.confirmed(People.aye.signer(audience: .nobody)).link
      let gone = try await scene.confirmed(People.arnaud.signer()).link
      try await scene.withdraw(gone)
      let waiting = try await scene.link(of: People.layla.signer())
      let backup = scene.files.path(of: "backup")
      try await scene.store.backUp(to: backup)
      // What comes later is not in it.
      _ = try await scene.confirmed(People.meiling.signer())

      let restored = try TemporaryDatabase(restoring: backup)
      try await Scene.with(.sqlite, files: restored, seed: 2) { copy in
        let petition = try await copy.current()
        #expect(petition.tally == Tally(confirmed: 2, withdrawn: 1))
        #expect(petition.uniqueID == scene.petition.uniqueID)
        #expect(petition.wording == scene.petition.wording)
        #expect(petition.importedCount == 23)
        #expect(try await copy.list().map(\.entry) == [.withdrawn, .unnamed])
        #expect(try await copy.store.signature(own)?.name == People.aye.name)
        #expect(try await copy.store.recount().isEmpty)
        // Links that were mailed before go on to work, and addresses are recognised.
        #expect(try await copy.confirm(waiting) == .confirmed(ordinal: 3))
        #expect(try await copy.confirm(own) == .confirmed(ordinal: 1))
        try await copy.sign(People.aye.signer(reason: "Again."))
        #expect(try await copy.takeMails().map(\.kind).last == .alreadySigned)
        #expect(try await copy.store.recount().isEmpty)
      }
      #expect(try await scene.current().tally == Tally(confirmed: 3, withdrawn: 1))
    }
  }
}
