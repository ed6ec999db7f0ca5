/// Why a relay did not take a mail; it holds no address and no word of the relay's.
public struct SMTPError: Error, Hashable, Sendable {
  /// How far the conversation had come, in its order (RFC 5321).
  public enum Stage: Int, Hashable, Sendable, Comparable {
    /// Before anything was tried.
    case waiting

    /// The name, the connection, and the wait for the greeting.
    case connecting

    /// The relay's first line.
    case greeting

    /// `EHLO`.
    case hello

    /// `STARTTLS`.
    case startTLS

    /// The handshake and the certificate.
    case tls

    /// `AUTH`.
    case authentication

    /// `MAIL FROM`.
    case sender

    /// `RCPT TO`.
    case recipient

    /// `DATA`.
    case data

    /// The message itself, and the answer after its last dot.
    case content

    /// By their order in the conversation.
    public static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
  }

  /// What went wrong.
  public enum Reason: Hashable, Sendable {
    /// The relay answered with this code, 400 to 599.
    case answered(Int)

    /// A time limit was over.
    case timedOut

    /// The relay's name has no address.
    case hostNotFound

    /// Nobody listens there, or no way leads there.
    case notConnected

    /// The connection ended, or what came was no SMTP.
    case lost

    /// The certificate is not one that is trusted, or is for another name.
    case certificate

    /// The file of trusted certificates cannot be read.
    case trustFile

    /// The handshake failed.
    case tls

    /// The relay does not offer what the address demands: `STARTTLS` or `AUTH`.
    case notOffered

    /// The relay failed often, and is left alone for a while.
    case paused

    /// The limits of mails a second leave no room for it soon enough.
    case paced

    /// Sending ended before it was this mail's turn, or early in its conversation.
    case stopped

    /// libcurl failed in a way of its own, with this number.
    case library(Int)
  }

  /// How far it came.
  public let stage: Stage

  /// What went wrong.
  public let reason: Reason

  /// The enhanced status code that the relay's answer had.
  public let status: MailStatus?

  /// Joins the parts.
  public init(_ stage: Stage, _ reason: Reason, status: MailStatus? = nil) {
    self.stage = stage
    self.reason = reason
    self.status = status
  }

  /// Whether the relay has heard of this mail; if not, the attempt should not count.
  public var wasTried: Bool { stage != .waiting && reason != .stopped }

  /// Whether the relay may have taken it: it had agreed to take the message (354), of which some or
  /// all was sent, and no answer came.
  ///
  /// It is true from then on, also when only half was sent: nobody here knows what of it arrived.
  public var isInDoubt: Bool {
    if case .answered = reason { return false }
    return stage == .content
  }

  /// Whether the answer is about the mail and final, so that trying again is of no use.
  ///
  /// A refusal that concerns the relay is not: mails wait until whoever runs the site has seen to it.
  public var isPermanent: Bool {
    guard case .answered(let code) = reason, stage >= .recipient else { return false }
    return code >= 500 && !concernsRelay
  }

  /// Whether it says something about the relay and this site, not about this mail.
  ///
  /// An answer does so before `RCPT TO` if it is 5xx, since the sender is the same for every mail,
  /// and anywhere if it closes the connection (421) or wants authentication (RFC 4954, section 6).
  /// From `RCPT TO` on, 5xx does so with a status (RFC 3463, section 2) of the other system (X.3.X),
  /// the network (X.4.X) or a policy (X.7.X, such as "relay access denied" or a list of networks).
  public var concernsRelay: Bool {
    guard case .answered(let code) = reason, stage >= .sender else { return wasTried }
    if [421, 530, 534, 535, 538].contains(code) { return true }
    guard code >= 500 else { return false }
    return stage == .sender || [3, 4, 7].contains(status?.subject)
  }

  /// Whether the relay knows that the recipient's address does not work and will not: it should be
  /// sent nothing more.
  ///
  /// That is what a bounce would be called `DeliveryStatus.Bounce.hard` for. A refusal without an
  /// enhanced status (550, 551, 553) may have any cause, and is none.
  public var isHardBounce: Bool {
    isPermanent && stage == .recipient && status?.isHardBounce == true
  }
}

extension SMTPError: CustomStringConvertible {
  /// Such as `smtp: recipient: answered 550 5.1.1`.
  public var description: String {
    var text = "smtp: \(stage): "
    if case .answered(let code) = reason { text += "answered \(code)" } else { text += "\(reason)" }
    if let status { text += " \(status)" }
    return text
  }
}
