import Foundation
import PetitionStore
import Petitions

/// Signs for many people and writes the tokens of their links, as their mails would bring them.
func writeLinks(_ options: Options) async throws {
  let count = try options.number("pending")
  let file = try options.needed("output")
  try await BenchStore.with(options) { bench in
    let petition = try await bench.firstPetition()
    let numbers = Numbers()
    let before = currentMilliseconds()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<512 {
        group.addTask {
          for _ in stride(from: worker, to: count, by: 512) {
            try await bench.store.sign(
              try MadeUpPeople.signer(numbers.take()), petition, language: "en", at: before)
          }
        }
      }
      try await group.waitForAll()
    }
    var tokens: [String] = []
    while true {
      let mails = try await bench.store.claimMails(
        limit: 5_000, lease: 600_000, at: currentMilliseconds())
      guard !mails.isEmpty else { break }
      tokens += mails.map(\.mail.token)
      // Their people have the links: the site need not send them.
      try await bench.store.settleMails(mails.map(\.id))
    }
    try Data((tokens.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: file))
  }
}
