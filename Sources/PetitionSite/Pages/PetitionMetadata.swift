import Foundation
import Localization
import Markup
import Petitions

/// What other sites and search engines learn of a petition: Open Graph tags and structured data.
struct PetitionMetadata {
  let context: PageContext
  let petition: Petition
  var fragments = PetitionFragments()

  var html: HTML {
    .sequence([
      fragments.html(.metadata) { .sequence([tags, structuredData.before]) },
      .literal(#""userInteractionCount":"#),
      .text(String(petition.tally.count)),
      fragments.html(.metadataEnd) { structuredData.after },
    ])
  }

  private var tags: HTML {
    .sequence([
      meta(.name("description"), .content(petition.wording.goal)),
      meta(.property("og:type"), .content("website")),
      meta(.property("og:site_name"), .content(context.site.name)),
      meta(.property("og:title"), .content(petition.wording.title)),
      meta(.property("og:description"), .content(petition.wording.goal)),
      meta(.property("og:url"), .content(address)),
      photoTags,
      meta(
        .name("twitter:card"),
        .content(petition.photo == nil ? "summary" : "summary_large_image")),
    ])
  }

  private var address: String {
    AbsoluteLink(Route.petition(petition.slug), on: context.site).address
  }

  private var photoAddress: String? {
    guard let photo = petition.photo, let largest = photo.sizes.last else { return nil }
    let route = Route.photo(id: photo.id, width: largest.width, format: .jpeg)
    return AbsoluteLink(route, on: context.site).address
  }

  private var photoTags: HTML {
    guard let photo = petition.photo, let largest = photo.sizes.last, let photoAddress else {
      return .empty
    }
    return .sequence([
      meta(.property("og:image"), .content(photoAddress)),
      meta(.property("og:image:width"), .content(String(largest.width))),
      meta(.property("og:image:height"), .content(String(largest.height))),
      meta(.property("og:image:alt"), .content(photo.alternativeText)),
    ])
  }

  /// A page with the number of people who endorsed it, in the vocabulary of schema.org: what stands
  /// before the number and its name, and after it.
  private var structuredData: (before: HTML, after: HTML) {
    let data = StructuredData(
      name: petition.wording.title, description: petition.wording.goal, url: address,
      inLanguage: petition.language, datePublished: Timestamp.text(petition.openedAt),
      image: photoAddress,
      interactionStatistic: .init(userInteractionCount: 0))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let count: StaticString = #""userInteractionCount":0"#
    // Texts and numbers can always be encoded; without them, the number alone is still valid.
    let json = (try? encoder.encode(data)).map { String(decoding: $0, as: UTF8.self) }
    // Inside of a value, the quotation marks would stand behind backslashes.
    return HTML.structuredData(json ?? "{\(count)}").divided(around: count)
  }
}

private struct StructuredData: Encodable {
  struct Counter: Encodable {
    let type = "InteractionCounter"
    let interactionType = "https://schema.org/EndorseAction"
    let userInteractionCount: Int

    enum CodingKeys: String, CodingKey {
      case type = "@type"
      case interactionType, userInteractionCount
    }
  }

  let context = "https://schema.org"
  let type = "WebPage"
  let name: String
  let description: String
  let url: String
  let inLanguage: String
  let datePublished: String
  let image: String?
  let interactionStatistic: Counter

  enum CodingKeys: String, CodingKey {
    case context = "@context"
    case type = "@type"
    case name, description, url, inLanguage, datePublished, image, interactionStatistic
  }
}
