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

extension MailStatus: CustomStringConvertible {
  /// `5.1.1`.
  public var description: String { "\(kind).\(subject).\(detail)" }
}
