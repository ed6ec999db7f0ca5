public import Petitions
import Synchronization

/// Which petitions changed since something was made of them, without asking the database.
///
/// Changes are counted; for each petition the number of its last one is kept. Memory is bounded:
/// petitions whose numbers fall on the same place count as changed together, which costs a page made
/// anew and nothing else. Reading takes no lock.
public final class PetitionVersions: Sendable {
  /// A moment among the changes: what is read from the database afterwards knows all before it.
  public struct Mark: Sendable, Hashable {
    let changes: UInt64
  }

  /// What something is made of.
  public enum Scope: Sendable, Hashable {
    /// Nothing that changes but when a petition is hidden.
    case nothing
    /// One petition.
    case petition(Petition.ID)
    /// All petitions.
    case site
  }

  private static let places = 4_096

  private let changes = Atomic<UInt64>(0)
  /// The number of the last change that may have touched every petition.
  private let lastOfAll = Atomic<UInt64>(0)
  private let last: [4_096 of Atomic<UInt64>] = .init { _ in Atomic(0) }

  /// Versions before any change.
  public init() {}

  /// The present moment; to be taken before the database is read.
  public var mark: Mark { Mark(changes: changes.load(ordering: .acquiring)) }

  /// Whether nothing within the scope has changed since the mark.
  public func isUnchanged(_ scope: Scope, since mark: Mark) -> Bool {
    switch scope {
    case .nothing: lastOfAll.load(ordering: .acquiring) <= mark.changes
    case .petition(let id):
      last[Self.place(of: id)].load(ordering: .acquiring) <= mark.changes
        && lastOfAll.load(ordering: .acquiring) <= mark.changes
    case .site: changes.load(ordering: .acquiring) <= mark.changes
    }
  }

  /// Takes note of a change that was committed.
  func changed(_ id: Petition.ID) {
    // Whoever takes a mark between the two steps reads the change from the database itself.
    let number = changes.add(1, ordering: .acquiringAndReleasing).newValue
    last[Self.place(of: id)].max(number, ordering: .acquiringAndReleasing)
  }

  /// Takes note that anything may have changed.
  func changedAll() {
    let number = changes.add(1, ordering: .acquiringAndReleasing).newValue
    lastOfAll.max(number, ordering: .acquiringAndReleasing)
  }

  private static func place(of id: Petition.ID) -> Int {
    Int(truncatingIfNeeded: UInt64(bitPattern: id.rawValue) % UInt64(places))
  }
}
