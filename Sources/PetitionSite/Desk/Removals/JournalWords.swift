import Localization
import Petitions

/// The journal in words: what somebody did, and what belongs to it.
struct JournalWords {
  let words: Words

  /// What was done, to be read after who did it; the event's own name for one that has no words yet.
  func event(_ event: JournalEvent) -> String {
    switch event.rawValue {
    case "account-made": words("made an account")
    case "sign-in-link-made": words("made a link that signs in")
    case "account-suspended": words("suspended an account")
    case "account-resumed": words("opened an account again")
    case "role-changed": words("gave an account another role")
    case "credentials-reset": words("reset how somebody signs in")
    case "signed-in": words("signed in")
    case "signed-out": words("signed out")
    case "sessions-ended": words("ended sessions")
    case "proved": words("proved who they are")
    case "password-set": words("set a password")
    case "app-changed": words("changed the app for codes")
    case "recovery-codes-made": words("made recovery codes")
    case "passkey-added": words("added a passkey")
    case "passkey-removed": words("removed a passkey")
    case "petition-submitted": words("submitted a petition")
    case "petition-returned": words("returned a petition")
    case "petition-rejected": words("rejected a petition")
    case "petition-opened": words("opened a petition")
    case "petition-closed": words("closed a petition")
    case "publication-scheduled": words("set a time for opening a petition")
    case "petition-taken-down": words("took a petition down")
    case "petition-restored": words("put a petition back")
    case "petition-merged": words("merged a petition")
    case "note-written": words("wrote a note")
    case "reason-written": words("changed the list of reasons")
    case "report-closed": words("closed a report")
    case "text-change-asked": words("asked for a change of the text")
    case "text-change-declined": words("declined a change of the text")
    case "text-changed": words("changed the text")
    case "update-posted": words("posted an update")
    case "update-changed": words("changed an update")
    case "update-removed": words("removed an update")
    case "outcome-written": words("closed a petition with an outcome")
    case "reason-featured": words("featured a signer's reason")
    case "reason-unfeatured": words("featured a signer's reason no more")
    case "signers-exported": words("downloaded signers")
    case "removal-asked": words("asked to remove signatures")
    case "removal-agreed": words("agreed to remove signatures")
    case "removal-cancelled": words("stopped a removal")
    case "signatures-removed": words("removed signatures")
    case "restoring-asked": words("asked to put signatures back")
    case "signatures-restored": words("put signatures back")
    case "switched-on": words("switched on")
    case "switched-off": words("switched off")
    default: event.rawValue
    }
  }

  /// A fact with its label.
  func fact(_ key: String, _ value: String) -> (label: String, value: String) {
    (label(key), self.value(key, value))
  }

  private func label(_ key: String) -> String {
    switch key {
    case "count": words("number")
    case "reason": words("reason")
    case "reason-before": words("reason before")
    case "until": words("until")
    case "switch": words("switch")
    case "removal": words("removal")
    case "needs-second": words("needs a second person")
    case "asks-signers": words("asks signers")
    case "account": words("account")
    case "role": words("role")
    case "proposal": words("proposal")
    case "report": words("report")
    case "version": words("version")
    case "title": words("title")
    case "title-before": words("title before")
    case "from": words("from")
    case "to": words("to")
    case "time": words("time")
    case "submission": words("submission")
    case "cause": words("cause")
    default: key
    }
  }

  private func value(_ key: String, _ value: String) -> String {
    switch key {
    case "reason": RemovalReason(rawValue: value).map { words(removal: $0) } ?? value
    case "count", "submission": Int(value).map(words.number) ?? value
    case "switch": SiteSwitch.Kind(rawValue: value).map(SwitchWords(words: words).name) ?? value
    case "until", "time": Int64(value).map(words.dateTime) ?? value
    case "cause": value == "network-forgotten" ? words("the network was forgotten") : value
    case "needs-second", "asks-signers": value == "yes" ? words("yes") : words("no")
    default: value
    }
  }
}
