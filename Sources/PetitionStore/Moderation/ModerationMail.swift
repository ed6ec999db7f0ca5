/// What a moderator's decision about a published petition tells whoever runs it.
public enum ModerationMail: Sendable, Hashable, Codable {
  /// The words that were asked for stand on the page.
  ///
  /// Mails that were queued before signers could be asked do not say whether they are.
  case textChanged(title: String, slug: String, message: String, asksSigners: Bool? = nil)
  /// The words stay as they were.
  case textNotChanged(title: String, slug: String, message: String)
  /// The petition was taken down; the reasons in lines.
  case takenDown(title: String, reasons: String, statement: String)
  /// The petition is back.
  case restored(title: String, slug: String)
  /// The petition's address leads to another one.
  case merged(title: String, otherTitle: String, otherSlug: String)
}
