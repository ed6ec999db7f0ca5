import EmailAddresses
import Foundation
import Mail
import Testing

/// What `Scripts/with-mail-server` has started for the tests.
enum MailServer {
  private static func value(_ name: String) -> String? {
    ProcessInfo.processInfo.environment["MAIL_FOR_TESTS_" + name]
  }

  /// A folder of certificates and keys; nil without the script.
  static let certificates = value("CERTIFICATES")

  /// A Python with the packages that the tests need.
  static let python = value("PYTHON")

  /// Whether a Postfix is there; only root can start one.
  static let hasPostfix = value("PORT") != nil

  /// An address of the Postfix with its authority: by STARTTLS, by TLS, or the one that tells later.
  static func postfix(_ scheme: String = "smtp", _ port: String = "PORT") throws -> SMTPAddress {
    let number = try #require(value(port))
    return try SMTPAddress("\(scheme)://127.0.0.1:\(number)?ca=\(try authority())")
  }

  static func authority(_ name: String = "ca") throws -> String {
    try #require(certificates) + "/\(name).pem"
  }

  /// The mails in the Postfix's Maildir that hold a text; waits until there are so many.
  static func mails(with mark: String, count: Int) async throws -> [[UInt8]] {
    let folder = URL(filePath: try #require(value("MAILDIR"))).appending(path: "new")
    let clock = ContinuousClock()
    let end = clock.now + .seconds(60)
    var found: [[UInt8]] = []
    repeat {
      let files =
        (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil))
        ?? []
      found = files.compactMap { try? Data(contentsOf: $0) }
        .filter { $0.range(of: Data(mark.utf8)) != nil }.map { Array($0) }
      if found.count >= count { return found }
      try await Task.sleep(for: .milliseconds(50))
    } while clock.now < end
    Issue.record("only \(found.count) of \(count) mails arrived")
    return found
  }

  /// A word that stands in no other test's mails.
  static func mark() -> String {
    "mark-" + UUID().uuidString.lowercased()
  }

  static func relay(
    _ address: SMTPAddress, _ change: (inout SMTPOptions) -> Void = { _ in }
  ) -> SMTPRelay {
    var options = SMTPOptions(helloName: "site.example.org")
    options.mailsPerSecond = 1000
    options.mailsPerSecondForDomain = 1000
    change(&options)
    let start = ContinuousClock.now
    return SMTPRelay(
      address, options,
      clock: {
        let (seconds, fraction) = (ContinuousClock.now - start).components
        return seconds * 1000 + fraction / 1_000_000_000_000_000
      }, random: { 0.5 })
  }

  static let bounces = try? EmailAddress(parsing: "bounces@example.org")

  static func letter(
    to address: String = "ann@example.com", _ text: String = "Hello\r\n"
  ) throws -> Letter {
    Letter(
      from: bounces, to: try EmailAddress(parsing: address),
      content: Array("Subject: Hello\r\n\r\n\(text)".utf8))
  }
}
