import Foundation
import Petitions

/// What programs read of a petition; docs/api.md describes every field.
enum PetitionJSON {
  struct Details: Encodable {
    let slug: String
    let url: String
    let title: String
    let targets: [Target]
    let goal: String
    let story: String
    let callToSign: String
    let letter: Letter
    let language: String
    let category: String?
    let state: String
    let openedAt: String
    let closesAt: String?
    let count: Count
    let imported: Int
    let photo: PhotoFile?
  }

  struct Count: Encodable {
    /// Confirmed, less withdrawn, less removed.
    let count: Int
    let confirmed: Int
    let withdrawn: Int
    let removed: Int
    /// Counted by another system and not confirmed here; no part of `count`.
    let imported: Int

    init(_ petition: Petition) {
      count = petition.tally.count
      confirmed = petition.tally.confirmed
      withdrawn = petition.tally.withdrawn
      removed = petition.tally.removed
      imported = petition.importedCount
    }
  }

  struct PhotoFile: Encodable {
    let url: String
    let width: Int
    let height: Int
    let alternativeText: String
    let credit: String
  }

  struct Page: Encodable {
    let page: Int
    let pages: Int
    let count: Int
    let signatures: [Entry]
  }

  struct Entry: Encodable {
    let ordinal: Int
    let state: String
    let name: String?
    let reason: String?
    /// Why the site removed the signature.
    let removalReason: String?
    let confirmedAt: String

    init(_ signature: ListedSignature) {
      ordinal = signature.ordinal
      confirmedAt = Timestamp.text(signature.confirmedAt)
      switch signature.entry {
      case .named(let name, let reason):
        state = "standing"
        self.name = name
        self.reason = reason.isEmpty ? nil : reason
      case .unnamed:
        state = "standing"
        name = nil
        reason = nil
      case .withdrawn:
        state = "withdrawn"
        name = nil
        reason = nil
      case .removed(let removal):
        state = "removed"
        name = nil
        reason = nil
        removalReason = removal?.rawValue
        return
      }
      removalReason = nil
    }
  }

  /// - Parameter now: UTC milliseconds; after the last day a petition is closed, also where nothing has
  ///   recorded it yet.
  static func details(_ petition: Petition, on site: SiteSettings, at now: Int64) -> Details {
    let state = petition.isOpen(at: now) ? Petition.State.open : .closed
    return Details(
      slug: petition.slug.text, url: AbsoluteLink(Route.petition(petition.slug), on: site).address,
      title: petition.wording.title, targets: petition.wording.targets,
      goal: petition.wording.goal, story: petition.wording.story,
      callToSign: petition.wording.callToSign, letter: petition.wording.letter,
      language: petition.language, category: petition.category?.rawValue, state: state.rawValue,
      openedAt: Timestamp.text(petition.openedAt), closesAt: petition.closesAt.map(Timestamp.text),
      count: Count(petition), imported: petition.importedCount, photo: photo(petition, on: site))
  }

  private static func photo(_ petition: Petition, on site: SiteSettings) -> PhotoFile? {
    guard let photo = petition.photo, let size = photo.sizes.last else { return nil }
    let route = Route.photo(id: photo.id, width: size.width, format: .jpeg)
    return PhotoFile(
      url: AbsoluteLink(route, on: site).address, width: size.width, height: size.height,
      alternativeText: photo.alternativeText, credit: petition.photoCredit)
  }

  /// The bytes of a value, with keys in a stable order.
  static func bytes(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
  }
}

/// An error as programs read it (RFC 9457).
struct Problem: Encodable {
  struct FieldError: Encodable {
    let field: String?
    let code: String
    let message: String
  }

  let title: String
  let status: Int
  let detail: String?
  let errors: [FieldError]?
}
