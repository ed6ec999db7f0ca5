import PetitionStore
import Petitions
import Synchronization

/// Lets tasks sign through the store and prints, as JSON, how many rows a second became durable.
func measureGroupCommit(_ options: Options) async throws {
  let tasks = max(1, try options.number("tasks", default: 1_024))
  let seconds = try options.number("seconds", default: 3)
  try await BenchStore.with(options) { bench in
    let petition = try await bench.firstPetition()
    let next = Numbers()
    let transactions = bench.database.writeCount
    let clock = ContinuousClock()
    let start = clock.now
    let end = start + .seconds(seconds)
    let latencies = try await withThrowingTaskGroup(of: [Double].self) { group in
      for _ in 0..<tasks {
        group.addTask {
          var latencies: [Double] = []
          while clock.now < end {
            let signer = try MadeUpPeople.signer(next.take())
            let begun = clock.now
            try await bench.store.sign(
              signer, petition, language: "en", at: currentMilliseconds())
            latencies.append((clock.now - begun) / .milliseconds(1))
          }
          return latencies
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }.sorted()
    }
    let elapsed = (clock.now - start) / .seconds(1)
    let batches = bench.database.writeCount - transactions
    output(
      """
      {"rows": \(latencies.count), "seconds": \(elapsed), \
      "rate": \(Double(latencies.count) / elapsed), "transactions": \(batches), \
      "batch": \(Double(latencies.count) / Double(max(1, batches))), \
      "p50": \(percentile(latencies, 0.5)), "p99": \(percentile(latencies, 0.99))}
      """)
  }
}

private func percentile(_ sorted: [Double], _ share: Double) -> Double {
  sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
}

/// Numbers that no other run takes: they begin at the time in microseconds.
final class Numbers: Sendable {
  private let next = Atomic(Int(currentMilliseconds()) * 1_000)

  func take() -> Int { next.add(1, ordering: .relaxed).oldValue }
}
