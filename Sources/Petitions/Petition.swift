/// A page that asks people to sign a letter to somebody.
public struct Petition: Sendable, Hashable {
  /// The number by which the store knows a petition; never shown.
  public struct ID: Sendable, Hashable {
    /// The number itself.
    public let rawValue: Int64

    /// - Parameter rawValue: a number that a store gave out.
    public init(rawValue: Int64) {
      self.rawValue = rawValue
    }
  }

  /// Whether people can sign.
  public enum State: String, Sendable, Hashable {
    case open
    case closed

    /// Whether a petition in this state accepts a signature at a moment.
    ///
    /// - Parameters:
    ///   - end: when signing ends, in UTC milliseconds; nil for no end.
    ///   - now: UTC milliseconds.
    public func acceptsSignatures(until end: Int64?, at now: Int64) -> Bool {
      self == .open && end.map { now < $0 } ?? true
    }
  }

  /// The number by which the store knows the petition.
  public let id: ID

  /// 16 random bytes that name the petition in keys and commitments, on every site for ever.
  public let uniqueID: [UInt8]

  /// The petition's part of its address.
  public let slug: Slug

  /// The words that a signer agrees to.
  public private(set) var wording: Wording

  /// The number of the wording: 1, and one more with each change.
  public private(set) var wordingVersion: Int

  /// The photo, where there is one.
  public let photo: Photo?

  /// Who made the photo, also where only the former page showed it; may be empty.
  public let photoCredit: String

  /// The language of the wording, a BCP 47 tag.
  public let language: String

  /// Whether people could sign when the petition was read.
  public let state: State

  /// The audience that the form offers first.
  public let firstAudience: Audience

  /// When the petition was opened, in UTC milliseconds.
  public let openedAt: Int64

  /// When signing ends, in UTC milliseconds; nil for no end.
  public let closesAt: Int64?

  /// Whether mails name the site and not the cause, since a mailbox may be read by others.
  public let isDiscreet: Bool

  /// How many people signed.
  public let tally: Tally

  /// How many signatures another system counted; never part of ``tally``.
  public let importedCount: Int

  /// How many addresses of signers turned out to take no mail, a number for the organiser.
  public let bounced: Int

  /// Who runs the petition; nil for one that a command brought.
  public let owner: Account.ID?

  /// When the target's answer, or another outcome, was written down, in UTC milliseconds.
  public let answeredAt: Int64?

  /// When the site took the petition down, in UTC milliseconds; nothing of it is shown any more.
  public let takenDownAt: Int64?

  /// The petition that asks the same, where readers are sent instead.
  public let mergedInto: Petition.ID?

  /// Numbers of signatures that its organiser wants to reach, lowest first; none where the page chooses.
  public let milestones: [Int]

  /// What it is about; nil for one that a command brought.
  public let category: Category?

  /// Puts a petition together; only a store and tests do.
  public init(
    id: ID, uniqueID: [UInt8], slug: Slug, wording: Wording, wordingVersion: Int, photo: Photo?,
    photoCredit: String, language: String, state: State, firstAudience: Audience, openedAt: Int64,
    closesAt: Int64?, isDiscreet: Bool = false, tally: Tally, importedCount: Int, bounced: Int = 0,
    owner: Account.ID? = nil, answeredAt: Int64? = nil, takenDownAt: Int64? = nil,
    mergedInto: Petition.ID? = nil, milestones: [Int] = [], category: Category? = nil
  ) {
    self.id = id
    self.uniqueID = uniqueID
    self.slug = slug
    self.wording = wording
    self.wordingVersion = wordingVersion
    self.photo = photo
    self.photoCredit = photoCredit
    self.language = language
    self.state = state
    self.firstAudience = firstAudience
    self.openedAt = openedAt
    self.closesAt = closesAt
    self.isDiscreet = isDiscreet
    self.tally = tally
    self.importedCount = importedCount
    self.bounced = bounced
    self.owner = owner
    self.answeredAt = answeredAt
    self.takenDownAt = takenDownAt
    self.mergedInto = mergedInto
    self.milestones = milestones
    self.category = category
  }

  /// The next number worth reaching: the organiser's own, or one that every petition has.
  public var nextMilestone: Int {
    milestones.first { $0 > tally.count } ?? Milestone.next(after: tally.count)
  }

  /// The petition as it was worded in another version.
  public func with(_ wording: Wording, version: Int) -> Petition {
    var petition = self
    petition.wording = wording
    petition.wordingVersion = version
    return petition
  }

  /// Whether a signature is accepted at this moment (UTC milliseconds).
  public func isOpen(at now: Int64) -> Bool {
    state.acceptsSignatures(until: closesAt, at: now)
  }
}

/// A photo that was re-encoded without metadata.
public struct Photo: Sendable, Hashable {
  /// The hexadecimal digest of the original, part of every address of the photo.
  public let id: String

  /// What the photo shows, for people who do not see it.
  public let alternativeText: String

  /// The sizes in pixels, narrowest first; each exists in every format.
  public let sizes: [Size]

  /// A width and a height in pixels.
  public struct Size: Sendable, Hashable {
    /// The width in pixels.
    public let width: Int

    /// The height in pixels.
    public let height: Int

    /// A width and a height in pixels.
    public init(width: Int, height: Int) {
      self.width = width
      self.height = height
    }
  }

  /// A photo whose files a store holds.
  public init(id: String, alternativeText: String, sizes: [Size]) {
    self.id = id
    self.alternativeText = alternativeText
    self.sizes = sizes
  }
}
