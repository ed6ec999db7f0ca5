import PetitionStore
import Petitions

/// Prints how many mails wait, what became of the others, and how many addresses do not exist.
func showMails(_ settings: Settings) async throws {
  try await withStore(settings) { store, _ in
    let now = currentMilliseconds()
    let queue = try await store.mailQueue(at: now)
    let age = queue.oldestQueuedAt.map { ", the oldest for \(max(0, now - $0) / 1_000) s" } ?? ""
    Terminal.print("\(queue.waiting) wait, \(queue.deferred) of them put off\(age)")
    Terminal.print("\(queue.news) news wait")
    let totals = try await store.mailTotals()
    let ends = MailTotals.Outcome.allCases.map { "\(totals[$0]) \($0.rawValue)" }
    Terminal.print("so far: " + ends.joined(separator: ", "))
    for (petition, addresses) in try await store.bounces() {
      Terminal.print("\(petition.text): \(addresses) addresses do not exist")
    }
  }
}
