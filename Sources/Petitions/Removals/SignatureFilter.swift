/// Which signatures of a petition are meant; every part that is given must fit.
///
/// Names are compared only where the signer made them public: nobody at the desk can find out what a
/// hidden name is by asking for it.
public struct SignatureFilter: Sendable, Hashable, Codable {
  /// What public names look like.
  public var name: NamePattern?
  /// The domain of the address, A-labels in lower case; the store compares its tag.
  public var domain: String?
  /// The tag of a domain whose name is not known.
  public var domainTag: Int64?
  /// The tag of a network, which means something for a day.
  public var networkTag: Int64?
  /// An ISO 3166-1 alpha-2 code.
  public var country: String?
  /// When signatures were confirmed, in UTC milliseconds; they are known to the hour.
  public var hours: Range<Int64>?
  /// The code of the page that the signer came from.
  public var origin: String?
  /// Numbers on the list.
  public var ordinals: ClosedRange<Int>?

  /// A filter that all signatures fit.
  public init() {}

  /// Whether all signatures fit.
  public var isEmpty: Bool { self == SignatureFilter() }

  /// Whether a signature fits.
  ///
  /// - Parameter domainTag: the tag of ``domain`` in the petition, where a domain is given.
  public func matches(_ traits: SignatureTraits, domainTag: Int64?) -> Bool {
    if let ordinals, !ordinals.contains(traits.ordinal) { return false }
    if let country, country != traits.country { return false }
    if let hours, !hours.contains(traits.confirmedAt) { return false }
    if let origin, origin != traits.origin { return false }
    if domain != nil, domainTag == nil || domainTag != traits.domainTag { return false }
    if let tag = self.domainTag, tag != traits.domainTag { return false }
    if let networkTag, networkTag != traits.networkTag { return false }
    guard let name else { return true }
    return traits.publicName.map(name.matches) ?? false
  }
}

/// What a filter looks at in one signature.
public struct SignatureTraits: Sendable, Hashable {
  /// The number on the list.
  public let ordinal: Int
  /// The name, where everybody may see it.
  public let publicName: String?
  /// The country, an ISO 3166-1 alpha-2 code.
  public let country: String?
  /// When it was confirmed, in UTC milliseconds, full hours.
  public let confirmedAt: Int64
  /// Stands for the domain of the address within one petition.
  public let domainTag: Int64?
  /// Stands for a network within one day.
  public let networkTag: Int64?
  /// The code of the page that the signer came from.
  public let origin: String?

  /// What a filter looks at in one signature.
  public init(
    ordinal: Int, publicName: String? = nil, country: String? = nil, confirmedAt: Int64 = 0,
    domainTag: Int64? = nil, networkTag: Int64? = nil, origin: String? = nil
  ) {
    self.ordinal = ordinal
    self.publicName = publicName
    self.country = country
    self.confirmedAt = confirmedAt
    self.domainTag = domainTag
    self.networkTag = networkTag
    self.origin = origin
  }
}
