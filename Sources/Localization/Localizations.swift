import Foundation

/// All languages of a site, and the choice among them.
public struct Localizations: Sendable {
  /// The languages in the order of their tags, the source language first, the test language last.
  public let languages: [Language]

  private let source: Words
  private let wordsByTag: [String: Words]
  private let negotiator: LanguageNegotiator
  private let known = KnownChoices()

  /// Languages from catalogues; the source language is there without one.
  ///
  /// - Parameters:
  ///   - catalogues: one for each language; of two with the same tag the later one counts.
  ///   - sourceLanguage: the BCP 47 tag of the language that phrases are written in.
  ///   - testLanguage: adds `ar-XB`, which runs from right to left and wraps each phrase in Arabic
  ///     letters.
  public init(
    catalogues: [Catalogue], sourceLanguage: String = "en", testLanguage: Bool = false
  ) throws(CatalogueError) {
    var byTag: [String: Words] = [:]
    for catalogue in catalogues {
      guard !catalogue.language.isEmpty else { throw CatalogueError(line: 0, reason: .noLanguage) }
      byTag[catalogue.language] = Words(
        language: Language(code: catalogue.language), catalogue: catalogue)
    }
    let source =
      byTag[sourceLanguage] ?? Words(language: Language(code: sourceLanguage), catalogue: nil)
    byTag[sourceLanguage] = source
    var tags = [sourceLanguage] + byTag.keys.filter { $0 != sourceLanguage }.sorted()
    if testLanguage {
      byTag["ar-XB"] = Words(language: .rightToLeftTest, catalogue: nil)
      tags = tags.filter { $0 != "ar-XB" } + ["ar-XB"]
    }
    self.source = source
    wordsByTag = byTag
    languages = tags.compactMap { byTag[$0]?.language }
    // The test language is for those who name it; nobody's browser asks for it by way of "ar".
    negotiator = LanguageNegotiator(
      tags: tags.filter { $0 != "ar-XB" }, named: testLanguage ? ["ar-XB"] : [])
  }

  /// Languages from all `.po` files of a directory; a file without a `Language` header is named
  /// after its language.
  public init(
    directory: String, sourceLanguage: String = "en", testLanguage: Bool = false
  ) throws {
    var catalogues: [Catalogue] = []
    let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    for name in names where name.hasSuffix(".po") {
      do {
        catalogues.append(try Self.catalogue(in: directory, name: name))
      } catch var error as CatalogueError {
        error.file = name
        throw error
      }
    }
    try self.init(
      catalogues: catalogues, sourceLanguage: sourceLanguage, testLanguage: testLanguage)
  }

  /// The words of exactly this language, by its tag in any case.
  public func words(for code: String) -> Words? {
    wordsByTag[code] ?? LanguageTag.canonical(code).flatMap { wordsByTag[$0] }
  }

  /// The words that suit a reader best: those asked for by address, then by the browser, then the
  /// source language's.
  ///
  /// The header is read by RFC 9110, section 12.5.4, up to 1,024 bytes and 32 ranges, and matched
  /// by lookup (RFC 4647, section 3.4). A regional or script variant that is not there is answered
  /// by another of the same language.
  public func negotiate(acceptLanguage: String?, preferred: String?) -> Words {
    if let tag = preferred.flatMap({ negotiator.match(range: $0) }), let words = wordsByTag[tag] {
      return words
    }
    guard let acceptLanguage else { return source }
    return known.words(for: acceptLanguage) {
      negotiator.best(acceptLanguage: acceptLanguage).flatMap { wordsByTag[$0] } ?? source
    }
  }

  private static func catalogue(in directory: String, name: String) throws -> Catalogue {
    guard let data = FileManager.default.contents(atPath: directory + "/" + name) else {
      throw CatalogueError(line: 0, reason: .unreadable)
    }
    let catalogue = try Catalogue(po: Array(data))
    guard catalogue.language.isEmpty else { return catalogue }
    return try catalogue.named(LanguageTag.fromHeader(String(name.dropLast(3))))
  }
}
