import Markup
import Petitions

/// The addresses of one part of the desk: what parses a request also prints the link.
protocol DeskAddress: Sendable, Hashable {
  /// - Parameters:
  ///   - parts: the parts of the path, such as `desk` and `sign-in`.
  ///   - query: the parts of the query that the site knows.
  /// - Returns: nil for an address that this part of the desk does not have.
  init?(_ parts: [Substring], _ query: RouteQuery)
  var path: String { get }
  /// What follows the `?`; empty for nothing.
  var query: String { get }
  /// The name under which a request stands in the log, where its address never does.
  var name: String { get }
  /// Whether there is anything to read at the address.
  var acceptsGet: Bool { get }
  /// Whether a POST to the address means something.
  var acceptsPost: Bool { get }
  var access: Access { get }
}

/// An address where people start, check and run petitions.
public enum DeskRoute: Sendable, Hashable {
  case account(AccountRoute)
  case proposal(ProposalRoute)
  case moderation(ModerationRoute)
  case removal(RemovalRoute)
  case organiser(OrganiserRoute)

  /// No address of the desk has more parts.
  private static let partLimit = 8

  init?(path: String, query: RouteQuery) {
    guard path.utf8.first == UInt8(ascii: "/"), path.utf8.count <= 300 else { return nil }
    let parts = path.utf8.dropFirst()
      .split(
        separator: UInt8(ascii: "/"), maxSplits: Self.partLimit, omittingEmptySubsequences: false)
    guard parts.count <= Self.partLimit,
      parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isPlain) })
    else { return nil }
    let texts = parts.map { Substring($0) }
    if let route = AccountRoute(texts, query) {
      self = .account(route)
    } else if let route = ProposalRoute(texts, query) {
      self = .proposal(route)
    } else if let route = ModerationRoute(texts, query) {
      self = .moderation(route)
    } else if let route = RemovalRoute(texts, query) {
      self = .removal(route)
    } else if let route = OrganiserRoute(texts, query) {
      self = .organiser(route)
    } else {
      return nil
    }
  }

  /// Letters, digits, hyphens, underscores and dots: what needs no escaping.
  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
  }

  /// The address in its part of the desk.
  var address: any DeskAddress {
    switch self {
    case .account(let route): route
    case .proposal(let route): route
    case .moderation(let route): route
    case .removal(let route): route
    case .organiser(let route): route
    }
  }
}
