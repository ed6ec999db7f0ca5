import Foundation

/// What a mail to a person with an account says.
public enum DeskMail: Sendable, Hashable, Codable {
  /// A link that signs in; it goes to the page of its token.
  case signIn(token: String)

  /// The mail as it lies sealed in the outbox.
  var encoded: String {
    get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
  }

  /// - Throws: ``StoreError/unreadableRecord``.
  public init(encoded: String) throws {
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(encoded.utf8))
    } catch {
      throw StoreError.unreadableRecord
    }
  }
}
