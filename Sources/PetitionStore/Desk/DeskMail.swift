import Foundation

/// What a mail to a person with an account says.
public enum DeskMail: Sendable, Hashable, Codable {
  /// A link that signs in; it goes to the page of its token.
  case signIn(token: String)
  /// The link that submits a petition and makes it its author's.
  case submit(token: String)
  /// A moderator gave a petition back; the token is that of its draft.
  ///
  /// Mails that were queued before titles stood in them have none; so with the next two.
  case proposalReturned(token: String, verdict: String, title: String? = nil)
  /// A moderator turned a petition down; the token is that of its draft.
  case proposalRejected(token: String, verdict: String, title: String? = nil)
  /// A petition is open.
  case petitionPublished(slug: String, title: String? = nil)
  /// Moderators decided something about a published petition.
  case moderation(ModerationMail)

  /// The link by which a new account begins; it goes to the page of its token.
  case invitation(token: String)

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
