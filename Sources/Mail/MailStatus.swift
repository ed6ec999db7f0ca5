/// An enhanced status code such as `5.1.1` (RFC 3463): what happened to a mail, without any text.
public struct MailStatus: Hashable, Sendable {
  /// 2 for success, 4 for a failure that may pass, 5 for one that will not.
  public let kind: Int

  /// What it is about: 1 the address, 2 the mailbox, 3 the system, 4 the network, 5 the protocol,
  /// 6 the content, 7 a policy; 0 when nobody says.
  public let subject: Int

  /// The number within the subject.
  public let detail: Int

  /// Joins the three numbers.
  public init(_ kind: Int, _ subject: Int, _ detail: Int) {
    self.kind = kind
    self.subject = subject
    self.detail = detail
  }

  /// Reads a code that the bytes start with, after which comes their end or no digit and no dot.
  init?(startOf bytes: some Collection<UInt8>) {
    var numbers: [Int] = [0]
    var digits = 0
    for byte in bytes {
      if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), digits < 3 {
        numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + Int(byte - 0x30)
        digits += 1
      } else if byte == UInt8(ascii: "."), digits > 0, numbers.count < 3 {
        numbers.append(0)
        digits = 0
      } else if Ascii.isLetterOrDigit(byte) || byte == UInt8(ascii: ".") {
        return nil
      } else {
        break
      }
    }
    guard numbers.count == 3, digits > 0, [2, 4, 5].contains(numbers[0]) else { return nil }
    self.init(numbers[0], numbers[1], numbers[2])
  }
}

extension MailStatus {
  /// Whether it says that the recipient's address does not work and will not.
  ///
  /// Those are the permanent faults of an address (RFC 3463, section 3.2): 5.1.0 to 5.1.4, 5.1.6
  /// (moved, no forwarding), 5.1.10 (a domain that takes no mail, RFC 7505), and 5.2.1 (section 3.3:
  /// a mailbox that was closed; class 5 says that it stays so). X.1.7 and X.1.8 are about the
  /// *sender's* address. A full mailbox (X.2.2), too large a mail, networks, and policies (X.7.X:
  /// lists, spam filters, DMARC) say nothing of whether the address works, and neither does 5.0.0.
  public var isHardBounce: Bool {
    guard kind == 5 else { return false }
    return switch (subject, detail) {
    case (1, 0...4), (1, 6), (1, 10), (2, 1): true
    default: false
    }
  }
}

extension MailStatus: CustomStringConvertible {
  /// `5.1.1`.
  public var description: String { "\(kind).\(subject).\(detail)" }
}
