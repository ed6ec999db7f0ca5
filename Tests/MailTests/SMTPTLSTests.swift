import Foundation
import Mail
import Testing

/// Who is spoken to: encrypted, with a certificate that is trusted, after authentication.
@Suite(.enabled(if: MailServer.python != nil), .timeLimit(.minutes(10)))
struct SMTPTLSTests {
  static func error(_ address: SMTPAddress) async throws -> SMTPError? {
    let relay = MailServer.relay(address)
    let delivery = await relay.send(try MailServer.letter())
    await relay.close()
    switch delivery {
    case .accepted: return nil
    case .deferred(let error): return try #require(error as? SMTPError)
    case .rejected(let error): throw error
    }
  }

  static func authority(_ name: String = "ca") throws -> String {
    "?ca=\(try MailServer.authority(name))"
  }

  @Test(arguments: [("smtp", "starttls"), ("smtps", "first")])
  func `a mail goes encrypted to a relay whose certificate is trusted`(
    scheme: String, tls: String
  ) async throws {
    let server = try FaultServer("--tls", tls)
    let address = try server.address(scheme, more: Self.authority())
    #expect(try await Self.error(address) == nil)
    let mail = try #require(try server.end().mails.first)
    #expect(mail.isEncrypted == true)
    #expect(mail.hello == "site.example.org")
  }

  @Test(
    arguments: [("smtp", "starttls"), ("smtps", "first")], ["stranger", "other-name"])
  func `nothing is said to a relay with a strange certificate or one for another name`(
    way: (scheme: String, tls: String), certificate: String
  ) async throws {
    let server = try FaultServer("--tls", way.tls, "--certificate", certificate)
    let address = try server.address(way.scheme, login: "u:p@", more: Self.authority())
    #expect(try await Self.error(address) == SMTPError(.tls, .certificate))
    #expect(try server.end().mails.isEmpty)
  }

  @Test func `nothing is said to a relay that offers no TLS or takes it back`() async throws {
    let silent = try FaultServer("--tls", "none")
    let address = try silent.address(more: Self.authority())
    #expect(try await Self.error(address) == SMTPError(.startTLS, .notOffered))
    #expect(try silent.end().mails.isEmpty)
    let refusing = try FaultServer("--tls", "starttls", "--fault", "STARTTLS=454 4.7.0 not now")
    let other = try refusing.address(more: Self.authority())
    let error = try await Self.error(other)
    #expect(error?.stage == .startTLS)
    #expect(error?.concernsRelay == true)
    #expect(try refusing.end().mails.isEmpty)
  }

  @Test func `a file of certificates that is not there is said to be the reason`() async throws {
    let server = try FaultServer("--tls", "starttls")
    let address = try server.address(more: "?ca=/nowhere/ca.pem")
    #expect(try await Self.error(address) == SMTPError(.tls, .trustFile))
  }

  @Test func `a user with the right password sends`() async throws {
    let server = try FaultServer("--tls", "starttls", "--login", "us er@x:p%:@/?ä")
    let address = try server.address(
      login: "us%20er%40x:p%25%3A%40%2F%3F%C3%A4@", more: Self.authority())
    #expect(try await Self.error(address) == nil)
    #expect(try server.end().mails.first?.isAuthenticated == true)
  }

  @Test func `a wrong password, or none, defers every mail until it is right`() async throws {
    let server = try FaultServer("--tls", "starttls", "--login", "user:right")
    let wrong = try server.address(login: "user:wrong@", more: Self.authority())
    #expect(
      try await Self.error(wrong)
        == SMTPError(.authentication, .answered(535), status: MailStatus(5, 7, 8)))
    let none = try await Self.error(server.address(more: Self.authority()))
    #expect(none?.reason == .answered(530))
    #expect(try server.end().mails.isEmpty)
  }

  @Test func `a relay that knows no users is not sent mail without one`() async throws {
    let server = try FaultServer("--fault", "RCPT=554 5.7.1 Relay access denied")
    let error = try await Self.error(server.address(login: "user:password@"))
    #expect(error == SMTPError(.authentication, .notOffered))
  }
}
