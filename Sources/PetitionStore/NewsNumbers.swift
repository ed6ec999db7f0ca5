import Petitions
import SQLDatabase

/// What a transaction adds to the numbers of news.
struct NewsNumbers {
  /// What became of a mail.
  enum End {
    case accepted, failed, inDoubt
    /// Accepted first, and then sent back.
    case returned
    /// Nobody was to be written to any more.
    case forgotten
  }

  struct Additions {
    fileprivate var queued = 0
    fileprivate var accepted = 0
    fileprivate var failed = 0
    fileprivate var inDoubt = 0

    mutating func add(_ end: End) {
      switch end {
      case .accepted: accepted += 1
      case .failed: failed += 1
      case .inDoubt: inDoubt += 1
      case .returned:
        accepted -= 1
        failed += 1
      case .forgotten: queued -= 1
      }
    }
  }

  private var additions: [News.ID: Additions] = [:]

  subscript(_ news: News.ID) -> Additions {
    get { additions[news, default: Additions()] }
    set { additions[news] = newValue }
  }

  /// Notes that waiting mails, some of which were news, are gone.
  ///
  /// - Parameter rows: the numbers of the news, or null.
  mutating func forget(_ rows: [Row]) throws {
    for row in rows {
      if let news: Int64 = try row.get(0) { self[News.ID(rawValue: news)].add(.forgotten) }
    }
  }

  /// Last in a transaction, after all other locks, and in one order.
  func write(in transaction: any Transaction) throws {
    try transaction.execute(
      """
      UPDATE news
      SET queued = queued + $1, accepted = accepted + $2, failed = failed + $3,
        in_doubt = in_doubt + $4
      WHERE id = $5
      """,
      each: additions.sorted { $0.key.rawValue < $1.key.rawValue }.map { news, added in
        [added.queued, added.accepted, added.failed, added.inDoubt, news.rawValue]
      })
  }
}
