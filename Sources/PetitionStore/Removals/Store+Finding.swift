import Cryptography
public import Petitions
import SQLDatabase

extension Store {
  /// Looks through the signatures of a petition that stand.
  ///
  /// Read in parts, so that the time grows with the list and the memory does not.
  ///
  /// - Parameter now: UTC milliseconds.
  public func findings(
    _ filter: SignatureFilter, in petition: Petition, at now: Int64
  ) async throws -> SignatureFindings {
    let tag = try await domainTag(of: filter, in: petition)
    let reading = SignatureReading(petition: petition.id, at: now)
    var findings = SignatureFindings()
    guard let ordinals = Self.ordinals(of: filter, in: petition) else { return findings }
    var next = ordinals.lowerBound
    while next <= ordinals.upperBound {
      let range = next..<min(next + limits.removals.readAtOnce, ordinals.upperBound + 1)
      let standing = try await database.read { try reading.standing(range, in: $0) }
      for traits in standing where filter.matches(traits, domainTag: tag) { findings.add(traits) }
      next = range.upperBound
    }
    return findings
  }

  /// The newest signatures of a petition that stand, newest first.
  public func newestSignatures(
    of petition: Petition, at now: Int64
  ) async throws -> [SignatureTraits] {
    let last = petition.tally.confirmed
    let range = max(1, last + 1 - limits.removals.newest)..<(last + 1)
    let reading = SignatureReading(petition: petition.id, at: now)
    return try await database.read { try reading.standing(range, in: $0) }.reversed()
  }

  /// The places of the list that a filter can mean; nil for none.
  static func ordinals(
    of filter: SignatureFilter, in petition: Petition
  ) -> ClosedRange<Int>? {
    let last = petition.tally.confirmed
    guard last > 0 else { return nil }
    guard let asked = filter.ordinals else { return 1...last }
    guard asked.lowerBound <= last else { return nil }
    return asked.clamped(to: 1...last)
  }

  /// The tag of the filter's domain, as it was kept when somebody counted; nil where there is none, or nobody can tell it any more.
  func domainTag(of filter: SignatureFilter, in petition: Petition) async throws -> Int64? {
    guard let domain = filter.domain else { return nil }
    if let tag = filter.domainTag { return tag }
    do {
      return DomainTag.tag(of: domain, key: try await petitionKey(of: petition))
    } catch StoreError.petitionClosed {
      return nil
    }
  }
}
