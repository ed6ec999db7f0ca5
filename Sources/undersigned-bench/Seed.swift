import Foundation
import Markup
import PetitionStore
import Petitions
import SQLDatabase

/// Makes petitions, and signatures in transactions as large as the memory allows.
func seed(_ options: Options) async throws {
  let pageFile = try options.needed("page")
  let petitions = try options.number("petitions", default: 1)
  let signatures = try options.number("signatures", default: 0)
  let each = try options.number("each", default: 10)
  let page = try ImportedPage(text: String(contentsOfFile: pageFile, encoding: .utf8))
  try await BenchStore.with(options, inBackground: false) { bench in
    let seeding = Seeding(bench: bench, page: page, now: currentMilliseconds())
    try await seeding.prepareEngine()
    let first = try await seeding.addPetition(nil)
    try await seeding.addSignatures(signatures, to: first)
    var progress = Progress("petitions", total: petitions - 1)
    for number in stride(from: 2, through: petitions, by: 1) {
      let petition = try await seeding.addPetition(number)
      try await seeding.addSignatures(each, to: petition, isQuiet: true)
      progress.reach(number - 1)
    }
    progress.finish()
  }
}

private struct Seeding: Sendable {
  let bench: BenchStore
  let page: ImportedPage
  let now: Int64

  /// Signatures of one transaction: fewer, and every transaction writes half of the indexes anew.
  private static let batch = 250_000

  /// Lets SQLite keep the indexes in memory, whose pages are written to in random order, and move its
  /// log into the file after each batch: beside batches of this size it would keep the writer out.
  func prepareEngine() async throws {
    guard bench.database.dialect == .sqlite else { return }
    try await bench.database.write { transaction in
      try transaction.execute("PRAGMA cache_size = -3000000")
      try transaction.execute("PRAGMA wal_autocheckpoint = 1000")
    }
  }

  /// The petition of the page; with a number, another one of the same words.
  func addPetition(_ number: Int?) async throws -> Petition {
    var page = page
    if let number { page.wording.title += " \(number)" }
    let outcome = try await bench.store.bring(
      PetitionImport(
        page: page, storyHTML: try Markdown.html(page.wording.story), language: "en",
        firstAudience: .public),
      at: now)
    guard let petition = try await bench.store.petition(outcome.slug) else {
      throw StoreError.noSuchPetition
    }
    return petition
  }

  /// Adds signatures, the next batch being made up while one is written.
  func addSignatures(_ count: Int, to petition: Petition, isQuiet: Bool = false) async throws {
    let people = MadeUpPeople(total: count, endingAt: now)
    var progress = Progress("signatures", total: isQuiet ? 0 : count)
    try await withThrowingTaskGroup(of: Void.self) { batches in
      for start in stride(from: 0, to: count, by: Self.batch) {
        if start > Self.batch { try await batches.next() }
        let end = min(start + Self.batch, count)
        batches.addTask {
          try await bench.store.addConfirmed(
            (start..<end).map { try people.confirmed($0) }, to: petition)
        }
        progress.reach(start)
      }
      try await batches.waitForAll()
    }
    progress.finish()
  }
}
