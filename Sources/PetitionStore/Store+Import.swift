import Cryptography
public import Petitions
import SQLDatabase

/// A petition to be brought in, with what belongs to it.
public struct PetitionImport: Sendable {
  /// The petition as its page had it.
  public var page: ImportedPage
  /// The story as HTML, rendered in safe mode.
  public var storyHTML: String
  /// The language of the words, a BCP 47 tag.
  public var language: String
  /// The audience that the form offers first.
  public var firstAudience: Audience
  /// When signing ends, in UTC milliseconds; nil for no end.
  public var closesAt: Int64?
  /// Whether mails name the site and not the cause.
  public var isDiscreet: Bool
  /// What the photo shows; empty where there is no photo.
  public var photoDescription: String
  /// The photo, re-encoded.
  public var photo: PhotoFiles?

  /// A petition to be brought in.
  public init(
    page: ImportedPage, storyHTML: String, language: String, firstAudience: Audience,
    closesAt: Int64? = nil, isDiscreet: Bool = false, photoDescription: String = "",
    photo: PhotoFiles? = nil
  ) {
    self.page = page
    self.storyHTML = storyHTML
    self.language = language
    self.firstAudience = firstAudience
    self.closesAt = closesAt
    self.isDiscreet = isDiscreet
    self.photoDescription = photoDescription
    self.photo = photo
  }
}

/// The files of one photo.
public struct PhotoFiles: Sendable {
  /// One file: a width in a format.
  public struct File: Sendable {
    let format: String
    let size: Photo.Size
    let bytes: [UInt8]

    /// - Parameter format: `webp` or `jpeg`.
    public init(format: String, size: Photo.Size, bytes: [UInt8]) {
      self.format = format
      self.size = size
      self.bytes = bytes
    }
  }

  let id: String
  let files: [File]

  /// The sizes as the database keeps them, narrowest first.
  var sizeTexts: [String] {
    files.filter { $0.format == "jpeg" }.map(\.size).sorted { $0.width < $1.width }.map(\.text)
  }

  /// - Parameters:
  ///   - id: the hexadecimal digest of the original.
  ///   - files: each width in each format.
  public init(id: String, files: [File]) {
    self.id = id
    self.files = files
  }

  fileprivate var sizes: String {
    files.filter { $0.format == "jpeg" }.map(\.size).sorted { $0.width < $1.width }
      .map(\.text).joined(separator: " ")
  }
}

/// What bringing a petition in came to.
public struct ImportOutcome: Sendable, Hashable {
  /// The address of the petition.
  public let slug: Slug
  /// Whether the petition is new.
  public let isNew: Bool
  /// How many names were added to those known before.
  public let addedNames: Int
}

extension Store {
  /// Brings a petition in; the same page again changes nothing.
  ///
  /// Another page of the same petition's list adds its names. A photo is added or replaced.
  ///
  /// - Throws: ``StoreError/otherWording(_:)`` where the title is taken by another text.
  public func bring(_ petition: PetitionImport, at now: Int64) async throws -> ImportOutcome {
    let uniqueID = random(16)
    let salt = random(32)
    let wording = petition.page.wording
    let slug = Slug(title: wording.title, fallback: Self.fallbackSlug(wording.title))
    let content = try PetitionRow.content(of: wording)
    return try await database.write { transaction in
      let known = try PetitionRow.petition(slug, in: transaction)
      if let known, known.wording != wording { throw StoreError.otherWording(slug) }
      let id =
        try known?.id.rawValue
        ?? Self.insert(
          petition, content: content, slug: slug, uniqueID: uniqueID, salt: salt, at: now,
          in: transaction)
      let added = try Self.addNames(petition.page, to: id, in: transaction)
      if let photo = petition.photo {
        try Self.setPhoto(photo, petition, of: id, at: now, in: transaction)
      }
      try transaction.tell(.changed(Petition.ID(rawValue: id)))
      return ImportOutcome(slug: slug, isNew: known == nil, addedNames: added)
    }
  }

  /// A title without one letter of the address's alphabet gets a number that follows from it, so
  /// that importing its page again finds the petition.
  static func fallbackSlug(_ title: String) -> Slug {
    let digits = Hex.encode(Array(SHA256.hash(Array(title.utf8)).prefix(6)))
    guard let slug = Slug("petition-" + digits) else {
      preconditionFailure("lower-case letters, a hyphen and digits are a slug")
    }
    return slug
  }

  private static func insert(
    _ petition: PetitionImport, content: String, slug: Slug, uniqueID: [UInt8], salt: [UInt8],
    at now: Int64, in transaction: any Transaction
  ) throws -> Int64 {
    let rows = try transaction.query(
      """
      INSERT INTO petition (
        unique_id, slug, key_salt, state, language, first_audience, wording_version, opened_at,
        closes_at, is_discreet, photo_credit
      )
      VALUES ($1, $2, $3, 'open', $4, $5, 1, $6, $7, $8, $9)
      RETURNING id
      """, uniqueID, slug.text, salt, petition.language, petition.firstAudience.rawValue, now,
      petition.closesAt, petition.isDiscreet, petition.page.photoCredit)
    guard let id: Int64 = try rows.first?.get(0) else { throw StoreError.noSuchPetition }
    try transaction.execute(
      """
      INSERT INTO wording (petition_id, version, content, story_html, created_at)
      VALUES ($1, 1, $2, $3, $4)
      """, id, content, petition.storyHTML, now)
    try index(
      Petition.ID(rawValue: id), petition.page.wording, version: 1, in: transaction)
    return id
  }

  private static func addNames(
    _ page: ImportedPage, to id: Int64, in transaction: any Transaction
  ) throws -> Int {
    try transaction.execute(
      "UPDATE petition SET imported_count = $1 WHERE id = $2 AND imported_count < $3",
      page.count, id, page.count)
    return try transaction.execute(
      """
      INSERT INTO imported_name (petition_id, position, name)
      VALUES ($1, $2, $3)
      ON CONFLICT (petition_id, position) DO NOTHING
      """,
      each: page.names.map { [id, $0.position, $0.name] }
    ).reduce(0, +)
  }

  private static func setPhoto(
    _ photo: PhotoFiles, _ petition: PetitionImport, of id: Int64, at now: Int64,
    in transaction: any Transaction
  ) throws {
    try transaction.execute(
      "INSERT INTO photo (id, sizes, created_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
      photo.id, photo.sizes, now)
    try transaction.execute(
      """
      INSERT INTO photo_file (photo_id, format, width, height, bytes)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (photo_id, format, width) DO NOTHING
      """,
      each: photo.files.map { [photo.id, $0.format, $0.size.width, $0.size.height, $0.bytes] })
    try transaction.execute(
      """
      UPDATE petition
      SET photo_id = $1, photo_alternative = $2, photo_credit = $3
      WHERE id = $4
      """, photo.id, petition.photoDescription, petition.page.photoCredit, id)
  }
}
