import EmailAddresses

/// The form of a filter, as a moderator filled it in; an empty field leaves its part out.
public struct SignatureFilterForm: Sendable, Hashable {
  /// The fields that a message can stand beside.
  public enum Field: String, Sendable, Hashable, CaseIterable {
    case name, domain, network, country, from, to, origin, ordinals
  }

  /// The most bytes of any one field.
  public static let fieldLimit = 512

  /// A name with stars.
  public var name = ""
  /// A domain, or a tag as the desk shows it.
  public var domain = ""
  /// A tag as the desk shows it.
  public var network = ""
  /// An ISO 3166-1 alpha-2 code.
  public var country = ""
  /// The first hour, such as `2026-11-27 14:00`, in UTC.
  public var from = ""
  /// The last hour, which is included.
  public var to = ""
  /// The code of a page of origin.
  public var origin = ""
  /// One number, or two with a hyphen between them.
  public var ordinals = ""

  /// An empty form.
  public init() {}

  /// The form that a filter comes from.
  public init(_ filter: SignatureFilter) {
    name = filter.name?.text ?? ""
    domain = filter.domain ?? filter.domainTag.map { SignatureTag(rawValue: $0).text } ?? ""
    network = filter.networkTag.map { SignatureTag(rawValue: $0).text } ?? ""
    country = filter.country ?? ""
    origin = filter.origin ?? ""
    if let hours = filter.hours {
      from = hours.lowerBound > 0 ? TypedHour.text(hours.lowerBound) : ""
      to = hours.upperBound < .max ? TypedHour.text(hours.upperBound - TypedHour.length) : ""
    }
    if let numbers = filter.ordinals {
      ordinals =
        numbers.count == 1
        ? String(numbers.lowerBound) : "\(numbers.lowerBound)-\(numbers.upperBound)"
    }
  }

  /// A field was turned down.
  public struct Mistake: Sendable, Hashable {
    /// The field.
    public let field: Field
    /// Why.
    public let reason: Reason

    /// What can be wrong with a field.
    public enum Reason: Sendable, Hashable {
      case unreadable
      /// The second end comes before the first.
      case endsBeforeItBegins
    }
  }

  /// What checking a form comes to.
  public enum Outcome: Sendable, Hashable {
    case accepted(SignatureFilter)
    /// In the order of the fields; never empty.
    case refused([Mistake])
  }

  /// Checks every field, so that a person hears of all mistakes at once.
  ///
  /// - Parameter countries: the codes that exist.
  public func checked(countries: Set<String>) -> Outcome {
    var filter = SignatureFilter()
    var mistakes: [Mistake] = []
    func read<Value>(_ field: Field, _ text: String, _ parse: (String) -> Value?) -> Value? {
      guard text.utf8.count <= Self.fieldLimit else {
        mistakes.append(Mistake(field: field, reason: .unreadable))
        return nil
      }
      let text = TypedText.line(text)
      guard !text.isEmpty else { return nil }
      let value = parse(text)
      if value == nil { mistakes.append(Mistake(field: field, reason: .unreadable)) }
      return value
    }
    filter.name = read(.name, name) { NamePattern(typed: $0) }
    switch read(.domain, domain, Self.domain) {
    case .name(let name): filter.domain = name
    case .tag(let tag): filter.domainTag = tag
    case nil: break
    }
    filter.networkTag = read(.network, network, SignatureTag.init(text:))?.rawValue
    filter.country = read(.country, country) { countries.contains($0) ? $0 : nil }
    let from = read(.from, from, TypedHour.milliseconds)
    let to = read(.to, to, TypedHour.milliseconds)
    filter.origin = read(.origin, origin) { SourceCode($0)?.text }
    filter.ordinals = read(.ordinals, ordinals, Self.ordinals)
    let start = from ?? 0
    let end = to.map { $0 + TypedHour.length } ?? Int64.max
    if start >= end {
      mistakes.append(Mistake(field: .to, reason: .endsBeforeItBegins))
    } else if from != nil || to != nil {
      filter.hours = start..<end
    }
    return mistakes.isEmpty ? .accepted(filter) : .refused(mistakes)
  }

  private enum Domain {
    case name(String)
    case tag(Int64)
  }

  private static func domain(_ text: String) -> Domain? {
    if let tag = SignatureTag(text: text) { return .tag(tag.rawValue) }
    let name = text.hasPrefix("@") ? text.dropFirst() : text[...]
    // The rules of an address, so that both come to the same domain.
    return (try? EmailAddress(parsing: "a@\(name)")).map { .name($0.normalisedDomain) }
  }

  private static func ordinals(_ text: String) -> ClosedRange<Int>? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map {
      Int(TypedText.line($0))
    }
    guard let first = ends[0], first > 0, ends.count <= 2 else { return nil }
    guard ends.count == 2 else { return first...first }
    guard let last = ends[1], last >= first else { return nil }
    return first...last
  }
}
