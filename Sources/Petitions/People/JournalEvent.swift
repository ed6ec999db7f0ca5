/// Something done at the desk that stands in the journal for ever.
public enum JournalEvent: String, Sendable, Hashable, CaseIterable {
  // Accounts.
  case accountMade = "account-made"
  case signInLinkMade = "sign-in-link-made"
  case signedIn = "signed-in"
  case signedOut = "signed-out"
  // Petitions on their way.
  case petitionSubmitted = "petition-submitted"
  case petitionReturned = "petition-returned"
  case petitionRejected = "petition-rejected"
  case petitionOpened = "petition-opened"
  case petitionClosed = "petition-closed"

  // Organisers.
  case updatePosted = "update-posted"
  case updateChanged = "update-changed"
  case updateRemoved = "update-removed"
  case outcomeWritten = "outcome-written"
  case reasonFeatured = "reason-featured"
  case reasonUnfeatured = "reason-unfeatured"
  case signersExported = "signers-exported"

  // Removals and switches.
  case removalAsked = "removal-asked"
  case removalAgreed = "removal-agreed"
  case removalCancelled = "removal-cancelled"
  case signaturesRemoved = "signatures-removed"
  case restoringAsked = "restoring-asked"
  case signaturesRestored = "signatures-restored"
  case switchedOn = "switched-on"
  case switchedOff = "switched-off"
  case sessionsEnded = "sessions-ended"
  case proved = "proved"
  case passwordSet = "password-set"
  case appChanged = "app-changed"
  case recoveryCodesMade = "recovery-codes-made"
  case passkeyAdded = "passkey-added"
  case passkeyRemoved = "passkey-removed"
  case roleChanged = "role-changed"
  case accountSuspended = "account-suspended"
  case accountResumed = "account-resumed"
  case credentialsReset = "credentials-reset"
  // Moderation.
  case reasonWritten = "reason-written"
  case noteWritten = "note-written"
  case publicationScheduled = "publication-scheduled"
  case textChangeAsked = "text-change-asked"
  case textChanged = "text-changed"
  case textChangeDeclined = "text-change-declined"
  case petitionTakenDown = "petition-taken-down"
  case petitionRestored = "petition-restored"
  case petitionMerged = "petition-merged"
  case reportClosed = "report-closed"
}

/// An entry of the append-only journal.
public struct JournalEntry: Sendable, Hashable {
  /// What was done.
  public let event: JournalEvent
  /// Who did it; nil for the site itself and for people without an account.
  public let account: Account.ID?
  /// The petition that it was done to.
  public let petition: Petition.ID?
  /// What else belongs to it, by the names of facts: numbers, keys of reasons, texts that are public
  /// anyway; never an address or the name of a signer.
  public let facts: [String: String]
  /// Words that somebody typed for those alone who may read the journal; nobody can keep names out of
  /// them, so they lie sealed.
  public let sealedFacts: [String: String]
  /// Whether readers of the petition see the entry.
  public let isPublic: Bool
  /// When it was done, in UTC milliseconds.
  public let at: Int64

  /// An entry that is to be written, or was.
  public init(
    _ event: JournalEvent, by account: Account.ID?, petition: Petition.ID? = nil,
    facts: [String: String] = [:], sealedFacts: [String: String] = [:], isPublic: Bool = false,
    at: Int64
  ) {
    self.event = event
    self.account = account
    self.petition = petition
    self.facts = facts
    self.sealedFacts = sealedFacts
    self.isPublic = isPublic
    self.at = at
  }
}
