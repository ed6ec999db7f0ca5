import EmailAddresses
import Mail
import PetitionStore

/// Reads a mailbox of reports about mails that came back, and notes what follows.
func takeBounces(_ path: String, _ settings: Settings) async throws {
  let mailbox: MailboxFile
  do throws(MailboxFileError) {
    mailbox = try MailboxFile(path: path)
  } catch {
    throw BouncesRefused(path: path)
  }
  try await withStore(settings) { store, _ in
    var tally = BounceTally()
    while let message = try mailbox.next() {
      tally.messages += 1
      if let report = DeliveryStatus(parsing: message) {
        try await tally.take(report, store)
      } else {
        tally.others += 1
      }
    }
    Terminal.print(tally.line)
  }
}

/// Lets an address get mails again that was taken for one that does not exist.
func liftBounce(of address: EmailAddress, _ settings: Settings) async throws {
  try await withStore(settings) { store, _ in
    let wasKnown = try await store.forgetBounce(of: address)
    Terminal.print(wasKnown ? "it gets mails again" : "nothing was known against that address")
  }
}

/// There is no mailbox.
private struct BouncesRefused: Error, CustomStringConvertible {
  let path: String

  var description: String { "\(path) is no file that can be read, and no Maildir" }
}

/// How many reports there were, and what they said.
private struct BounceTally {
  var messages = 0
  /// Messages that report nothing.
  var others = 0
  private var hard = 0
  private var soft = 0
  private var complaints = 0
  private var strange = 0

  mutating func take(_ report: DeliveryStatus, _ store: Store) async throws {
    for recipient in report.recipients {
      guard let bounce = recipient.bounce, let address = recipient.address else { continue }
      guard let messageID = report.originalMessageID,
        try await store.hasSent(messageID: messageID, to: address)
      else {
        strange += 1
        continue
      }
      let kind: BounceKind
      switch bounce {
      case .hard: (kind, hard) = (.hard, hard + 1)
      case .soft: (kind, soft) = (.soft, soft + 1)
      case .complaint: (kind, complaints) = (.complaint, complaints + 1)
      }
      _ = try await store.noteBounce(of: address, kind, at: currentMilliseconds())
    }
  }

  var line: String {
    "\(messages) messages, \(others) of them no reports: \(hard) addresses do not exist, "
      + "\(soft) failed this time, \(complaints) complained, "
      + "\(strange) were not about a mail of the last two days"
  }
}
