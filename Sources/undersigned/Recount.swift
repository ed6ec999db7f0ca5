import PetitionStore
import Petitions
import SQLDatabase

/// Compares every number with its rows and prints what differs.
func recountAll(_ store: Store, _ database: any Database) async throws {
  let mismatches = try await store.recount()
  for mismatch in mismatches {
    Terminal.print(
      "\(mismatch.slug.text): \(mismatch.number) is recorded as \(mismatch.recorded) "
        + "and counted as \(mismatch.counted)")
  }
  guard mismatches.isEmpty else { throw RecountFailed() }
  Terminal.print("every number agrees with its rows")
}

/// Some number differs from its rows.
struct RecountFailed: Error, CustomStringConvertible {
  let description = "the numbers differ from the rows"
}
