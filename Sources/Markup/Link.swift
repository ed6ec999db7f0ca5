/// Where a link may lead: something that prints an address known to be safe.
///
/// A plain string is not one, so `href` cannot carry `javascript:` or an unchecked address.
public protocol LinkTarget: Sendable {
  /// The address as it stands in the attribute, not yet escaped.
  var address: String { get }
}

/// An address on this page: `#` and the id of an element.
public struct PageAnchor: LinkTarget {
  private let id: String

  /// - Parameter id: the id of an element of the same page.
  public init(_ id: StaticString) {
    self.id = "\(id)"
  }

  /// `#` and the id.
  public var address: String { "#" + id }
}

/// A web or mail address whose scheme was checked.
public struct WebLink: LinkTarget, Hashable {
  /// The address as given.
  public let address: String

  /// Accepts `https:`, `http:` and `mailto:` addresses without control characters or spaces.
  ///
  /// - Returns: nil for every other text.
  public init?(_ text: String) {
    let lower = text.utf8.prefix(8).map { $0 | 0x20 }
    let schemes: [StaticString] = ["https://", "http://", "mailto:"]
    let known = schemes.contains { scheme in
      scheme.withUTF8Buffer { bytes in
        lower.prefix(bytes.count).elementsEqual(bytes.map { $0 | 0x20 })
          && text.utf8.count > bytes.count
      }
    }
    guard known, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f && $0 != 0x5c }) else { return nil }
    address = text
  }
}
