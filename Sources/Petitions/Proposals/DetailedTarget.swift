/// Somebody whom a petition is addressed to, with where the letters can go.
public struct DetailedTarget: Sendable, Hashable, Codable {
  /// What can be told of a target.
  public enum Part: String, Sendable, Hashable, CaseIterable {
    case name, office, country, address, email
  }

  /// The name of the person or the body.
  public var name: String

  /// The office; empty for a body that has none.
  public var office: String

  /// An ISO 3166-1 alpha-2 code; empty where it is not known.
  public var country: String

  /// The address for post, in lines; may be empty.
  public var address: String

  /// The address for email as it was typed; may be empty.
  public var email: String

  /// A target; an empty one by default.
  public init(
    name: String = "", office: String = "", country: String = "", address: String = "",
    email: String = ""
  ) {
    self.name = name
    self.office = office
    self.country = country
    self.address = address
    self.email = email
  }

  /// One part, as it was typed.
  public subscript(part: Part) -> String {
    switch part {
    case .name: name
    case .office: office
    case .country: country
    case .address: address
    case .email: email
    }
  }

  /// Whether nothing was told of the target.
  public var isEmpty: Bool {
    Part.allCases.allSatisfy { self[$0].isEmpty }
  }

  /// What stands on the petition's page.
  public var target: Target {
    Target(name: name, office: office)
  }
}
