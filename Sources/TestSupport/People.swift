/// Somebody who signs in a test.
public struct Person: Sendable, Hashable {
  /// The name as the person types it.
  public let name: String
  /// The address; always at example.org.
  public let email: String

  /// Somebody who signs in a test.
  public init(name: String, email: String) {
    self.name = name
    self.email = email
  }
}

/// People of several scripts, none of whom exists.
public enum People {
  /// Latin letters with an accent, and capitals in the address.
  public static let arnaud = Person(name: "Arnaud Pénisson", email: "Arnaud.P@example.org")
  /// Burmese.
  public static let aye = Person(name: "အေးအေးဝင်း", email: "aye.aye.win@example.org")
  /// Arabic, from right to left.
  public static let layla = Person(name: "ليلى الهاشمي", email: "layla_h@example.org")
  /// Chinese.
  public static let meiling = Person(name: "陳美玲", email: "chen-mei-ling@example.org")
  /// Emoji made of several code points, and a tag in the address.
  public static let sunny = Person(name: "Sunny 🌻👩🏽‍🌾", email: "sunny+fields@example.org")

  /// One of each script.
  public static let all = [arnaud, aye, layla, meiling, sunny]

  /// So many different people.
  public static func crowd(_ count: Int) -> [Person] {
    (0..<count).map {
      Person(name: "\(all[$0 % all.count].name) \($0)", email: "person.\($0)@example.org")
    }
  }
}
