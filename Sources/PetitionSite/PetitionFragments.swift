import Localization
import Markup
import PetitionStore
import Petitions
import Synchronization

/// Parts of a petition's page that stay as they are while people sign, each rendered once.
///
/// They are to the page what the fixed text is to a template: the words of the site and of the petition
/// in one language. The count, the list and the token are not among them.
final class PetitionFragments: Sendable {
  /// A part of the page.
  enum Part: Int, CaseIterable {
    case head, metadata, metadataEnd, header, heading, reading, jump, fields, told, below, footer
  }

  private final class Rendered: Sendable {
    let html: HTML
    init(_ html: HTML) { self.html = html }
  }

  private let parts: [11 of AtomicLazyReference<Rendered>] = .init { _ in AtomicLazyReference() }

  /// The part as it was rendered, or as it is rendered now.
  func html(_ part: Part, _ make: () -> HTML) -> HTML {
    if let known = parts[part.rawValue].load() { return known.html }
    // Two who render it at the same time render the same.
    return parts[part.rawValue].storeIfNil(Rendered(make().flattened)).html
  }
}

/// The fragments of one petition in every language that was asked for.
final class LocalizedFragments: Sendable {
  private struct Key: Hashable {
    let language: String
    let isChosen: Bool
  }

  private let fragments = Mutex<[Key: PetitionFragments]>([:])

  /// How many languages there are.
  var count: Int { fragments.withLock { $0.count } }

  /// The fragments for pages in a context.
  func fragments(for context: PageContext) -> PetitionFragments {
    let key = Key(language: context.words.language.code, isChosen: context.isLanguageChosen)
    return fragments.withLock { fragments in
      if let known = fragments[key] { return known }
      let new = PetitionFragments()
      fragments[key] = new
      return new
    }
  }
}

extension PetitionView {
  /// Whether everything is the same that fragments are made of.
  func hasSameFragments(as other: PetitionView) -> Bool {
    petition.fixed == other.petition.fixed && storyHTML == other.storyHTML
      && importedPage == other.importedPage && importedNames == other.importedNames
      && outcome == other.outcome && updates == other.updates
      && updateCount == other.updateCount && featuredReasons == other.featuredReasons
  }
}

extension Petition {
  /// The petition as if nobody had signed.
  fileprivate var fixed: Petition {
    Petition(
      id: id, uniqueID: uniqueID, slug: slug, wording: wording, wordingVersion: wordingVersion,
      photo: photo, photoCredit: photoCredit, language: language, state: state,
      firstAudience: firstAudience, openedAt: openedAt, closesAt: closesAt,
      tally: Tally(confirmed: 0, withdrawn: 0, removed: 0), importedCount: importedCount,
      category: category)
  }
}
