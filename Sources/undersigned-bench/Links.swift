import Foundation
import PetitionStore
import Petitions

/// Lets many people sign and writes the tokens of the links that their mails would bring.
func writeLinks(_ options: Options) async throws {
  let count = try options.number("pending")
  let file = try options.needed("output")
  try await BenchStore.with(options) { bench in
    let petition = try await bench.firstPetition()
    let first = Numbers().take()
    var tokens: [String] = []
    for start in stride(from: 0, to: count, by: 10_000) {
      let people = first + start..<first + min(start + 10_000, count)
      let mails = try await bench.store.addPending(
        people.map { try MadeUpPeople.signer($0) }, to: petition, at: currentMilliseconds())
      tokens += mails.map(\.token)
    }
    try Data((tokens.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: file))
  }
}
