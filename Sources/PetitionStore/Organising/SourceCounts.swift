import SQLDatabase

/// How many people confirmed after they came by each link, while a batch of confirmations goes through.
struct SourceCounts {
  private var counts: [String: Int] = [:]

  mutating func add(_ source: String?) {
    if let source { counts[source, default: 0] += 1 }
  }

  /// Writes the numbers; codes beyond the limit are passed over, since anybody can make up new ones.
  func write(
    to petition: Int64, limit: Int, in transaction: any Transaction
  ) throws {
    guard !counts.isEmpty else { return }
    let known = Set<String>(
      try transaction.query(
        "SELECT source FROM confirmed_by_source WHERE petition_id = $1", petition
      ).map { try $0.get(0) })
    let fresh = counts.keys.filter { !known.contains($0) }.sorted()
      .prefix(max(0, limit - known.count))
    let counted = known.union(fresh)
    try transaction.execute(
      """
      INSERT INTO confirmed_by_source (petition_id, source, confirmed)
      VALUES ($1, $2, $3)
      ON CONFLICT (petition_id, source)
        DO UPDATE SET confirmed = confirmed_by_source.confirmed + excluded.confirmed
      """,
      each: counts.filter { counted.contains($0.key) }.map { [petition, $0.key, $0.value] })
  }
}
