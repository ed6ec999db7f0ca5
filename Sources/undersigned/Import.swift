import Cryptography
import Foundation
import Localization
import Markup
import PetitionStore
import Petitions
import Rendering

/// The words after `import page`.
struct ImportOptions {
  var files: [String] = []
  var photo: String?
  var photoDescription: String?
  var language = "en"
  var audience = Audience.public
  var closesAt: Int64?
  var isDiscreet = false

  init(arguments: [String]) throws {
    var rest = arguments[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        files.append(word)
        continue
      }
      if word == "--discreet" {
        isDiscreet = true
        continue
      }
      guard let value = rest.popFirst() else { throw UsageError(message: "\(word) needs a value") }
      switch word {
      case "--photo": photo = value
      case "--photo-description": photoDescription = value
      case "--language":
        guard let tag = Language.canonicalTag(value) else {
          throw UsageError(message: "--language is a tag such as en or zh-Hans")
        }
        language = tag
      case "--closes":
        guard let closesAt = Self.endOfDay(value) else {
          throw UsageError(message: "--closes is a day, as in 2027-01-31")
        }
        self.closesAt = closesAt
      case "--audience":
        guard let audience = Audience(rawValue: value) else {
          throw UsageError(message: "--audience is public, target, organiser or nobody")
        }
        self.audience = audience
      default: throw UsageError(message: "there is no option \(word)")
      }
    }
    guard !files.isEmpty else { throw UsageError(message: "import page needs a file") }
  }

  /// The last moment of a day in UTC, in milliseconds.
  private static func endOfDay(_ day: String) -> Int64? {
    let midnight = day + "T00:00:00Z"
    // A day that there is not, such as 31 February, would become a day in March.
    guard let start = try? Date(midnight, strategy: .iso8601), start.formatted(.iso8601) == midnight
    else { return nil }
    return Int64(start.timeIntervalSince1970 * 1_000) + 24 * 3_600_000
  }
}

/// A file could not be brought in; nothing of it was.
struct ImportFailed: Error, CustomStringConvertible {
  let file: String
  let reason: String

  var description: String { "\(file): \(reason); nothing was imported" }
}

/// Brings petitions in from pages of another site; all pages are read before the first is stored.
func importPages(_ options: ImportOptions, _ settings: Settings) async throws {
  let pages = try options.files.map { (file: $0, page: try readPage($0)) }
  guard options.photo == nil || Set(pages.map(\.page.wording)).count == 1 else {
    throw UsageError(message: "--photo belongs to one petition; these files are of several")
  }
  let photo = try await photoFiles(options)
  try await withStore(settings, mayCreate: true) { store, _ in
    for (file, page) in pages {
      let petition = PetitionImport(
        page: page, storyHTML: try storyHTML(of: page, file), language: options.language,
        firstAudience: options.audience, closesAt: options.closesAt,
        isDiscreet: options.isDiscreet,
        photoDescription: options.photoDescription ?? page.wording.title, photo: photo)
      do {
        let outcome = try await store.bring(petition, at: currentMilliseconds())
        let news = outcome.isNew ? "imported" : "known already"
        Terminal.print(
          "\(file): \(news), \(settings.publicURL)/petitions/\(outcome.slug.text), "
            + "\(outcome.addedNames) names added")
      } catch let error as StoreError {
        throw ImportFailed(file: file, reason: error.description)
      }
    }
  }
}

/// The most bytes of a page or a photo that are read.
private let fileLimit = 10 * 1_024 * 1_024

private func readPage(_ file: String) throws -> ImportedPage {
  let bytes = try readFile(file)
  guard let text = String(validating: bytes, as: UTF8.self) else {
    throw ImportFailed(file: file, reason: "the file is not UTF-8 text")
  }
  do throws(ImportedPage.Problem) {
    return try ImportedPage(text: text)
  } catch {
    throw ImportFailed(file: file, reason: error.description)
  }
}

private func storyHTML(of page: ImportedPage, _ file: String) throws -> String {
  do throws(MarkdownError) {
    return try Markdown.html(page.wording.story)
  } catch {
    let limit = Markdown.limit
    throw ImportFailed(file: file, reason: "the story is longer than \(limit) bytes or too nested")
  }
}

private func photoFiles(_ options: ImportOptions) async throws -> PhotoFiles? {
  guard let file = options.photo else { return nil }
  let original = try readFile(file)
  do {
    let renditions = try await Renderer(executable: rendererPath()).photo(original)
    return PhotoFiles(
      id: Hex.encode(Array(SHA256.hash(original).prefix(16))),
      files: renditions.map {
        PhotoFiles.File(
          format: $0.format.rawValue, size: Photo.Size(width: $0.width, height: $0.height),
          bytes: $0.bytes)
      })
  } catch {
    throw ImportFailed(file: file, reason: "\(error)")
  }
}

private func readFile(_ file: String) throws -> [UInt8] {
  guard let handle = FileHandle(forReadingAtPath: file),
    let data = try? handle.read(upToCount: fileLimit + 1)
  else { throw ImportFailed(file: file, reason: "the file cannot be read") }
  guard data.count <= fileLimit else {
    throw ImportFailed(file: file, reason: "the file is larger than \(fileLimit) bytes")
  }
  return Array(data)
}
