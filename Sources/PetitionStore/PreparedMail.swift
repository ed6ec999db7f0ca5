import Petitions

/// A mail with everything hashed and sealed, ready to be queued.
struct PreparedMail: Sendable {
  let kind: WaitingMail.Kind
  /// Nil for a mail of the desk.
  let petition: Petition.ID?
  var news: News.ID?
  let submission: [UInt8]
  /// What the same mail was named in the window before.
  let earlierSubmission: [UInt8]
  let addressTag: [UInt8]
  let recipientTag: [UInt8]
  let sealed: [UInt8]
  let dueAt: Int64
  let createdAt: Int64
}
