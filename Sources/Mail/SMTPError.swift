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

  /// Whether the whole message was sent and no answer came: the relay may have taken it.
  public var isInDoubt: Bool {
    if case .answered = reason { return false }
    return stage == .content
  }

  /// Whether the answer is about the mail and final, so that trying again is of no use.
  ///
  /// A relay that answers 5xx before `MAIL FROM`, or that wants authentication (RFC 4954, section
  /// 6), is set up wrongly: mails wait until it is not.
  public var isPermanent: Bool {
    guard case .answered(let code) = reason, stage >= .sender else { return false }
    return code >= 500 && ![530, 534, 535, 538].contains(code)
  }

  /// Whether it says something about the relay, not about this mail.
  public var concernsRelay: Bool {
    guard case .answered(let code) = reason, stage >= .sender else { return wasTried }
    return code == 421 || [530, 534, 535, 538].contains(code)
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
