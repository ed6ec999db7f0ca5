import Synchronization

/// The languages that were chosen for the headers of late: browsers send few different ones.
final class KnownChoices: Sendable {
  /// How many headers are remembered.
  static let limit = 256

  /// The most bytes of a header that is remembered.
  static let headerLimit = 128

  private let chosen = Mutex<[String: Words]>([:])

  /// The words for a header, chosen now if it is new.
  func words(for header: String, choose: () -> Words) -> Words {
    guard header.utf8.count <= Self.headerLimit else { return choose() }
    if let words = chosen.withLock({ $0[header] }) { return words }
    let words = choose()
    chosen.withLock { chosen in
      // Whoever invents headers makes others choose again, and no more.
      if chosen.count >= Self.limit { chosen.removeAll(keepingCapacity: true) }
      chosen[header] = words
    }
    return words
  }
}
