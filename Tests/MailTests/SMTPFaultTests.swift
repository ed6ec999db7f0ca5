import EmailAddresses
import Foundation
import Mail
import Testing

/// What becomes of a mail when the relay goes wrong, at each step of the conversation.
@Suite(.enabled(if: MailServer.python != nil), .timeLimit(.minutes(10)))
struct SMTPFaultTests {
  /// The error of the one mail that is sent to a server with a fault.
  static func result(
    _ fault: String, _ change: (inout SMTPOptions) -> Void = { _ in }
  ) async throws -> (isRejected: Bool, error: SMTPError?) {
    let server = try FaultServer("--fault", fault)
    let relay = MailServer.relay(try server.address(), change)
    let delivery = await relay.send(try MailServer.letter())
    await relay.close()
    switch delivery {
    case .accepted: return (false, nil)
    case .deferred(let error): return (false, error as? SMTPError)
    case .rejected(let error): return (true, error as? SMTPError)
    }
  }

  @Test(arguments: [("RCPT", SMTPError.Stage.recipient), ("DATA", .data), ("content", .content)])
  func `an answer about the mail defers it or rejects it, by its first digit`(
    stage: String, expected: SMTPError.Stage
  ) async throws {
    let later = try await Self.result("\(stage)=451 4.3.0 ann@example.com later")
    #expect(!later.isRejected)
    #expect(
      later.error == SMTPError(expected, .answered(451), status: MailStatus(4, 3, 0)))
    #expect(later.error?.concernsRelay == false)
    let never = try await Self.result("\(stage)=550 5.1.1 ann@example.com unknown")
    #expect(never.isRejected)
    #expect(
      never.error == SMTPError(expected, .answered(550), status: MailStatus(5, 1, 1)))
    #expect(never.error?.concernsRelay == false)
    #expect(never.error?.isHardBounce == (expected == .recipient))
    #expect(never.error?.description == "smtp: \(expected): answered 550 5.1.1")
  }

  @Test(arguments: [
    "MAIL=550 no", "MAIL=553 5.1.8 no", "MAIL=552 5.3.4 no", "RCPT=554 5.7.1 no",
    "DATA=554 5.7.1 no", "content=554 5.3.0 no", "content=550 5.4.6 no", "content=550 5.7.26 no",
  ])
  func `a refusal of the site or by a policy destroys no mail`(fault: String) async throws {
    let (isRejected, error) = try await Self.result(fault)
    #expect(!isRejected)
    #expect(error?.concernsRelay == true)
  }

  @Test func `a sender who is refused pauses the relay, and nothing is lost`() async throws {
    let server = try FaultServer("--fault", "MAIL=550 5.7.1 no")
    let relay = MailServer.relay(try server.address()) {
      $0.connections = 1
      $0.failuresUntilPause = 2
    }
    let deliveries = await relay.send(try SMTPRelayTests.letters(4))
    #expect(deliveries.allSatisfy { if case .deferred = $0 { true } else { false } })
    let errors = SMTPRelayTests.errors(deliveries)
    #expect(errors.map { $0?.wasTried } == [true, true, false, false])
    #expect(errors.suffix(2).allSatisfy { $0?.reason == .paused })
    await relay.close()
  }

  @Test(arguments: [("greeting", SMTPError.Stage.greeting), ("EHLO", .hello)])
  func `a refusal before the mail concerns the relay and only defers`(
    stage: String, expected: SMTPError.Stage
  ) async throws {
    for answer in ["554 5.3.2 no", "421 4.3.2 later"] {
      let (isRejected, error) = try await Self.result("\(stage)=\(answer)")
      #expect(!isRejected)
      #expect(error?.stage == expected)
      #expect(error?.reason == .answered(answer.hasPrefix("5") ? 554 : 421))
      #expect(error?.concernsRelay == true)
    }
  }

  @Test(arguments: [
    ("greeting", SMTPError.Stage.connecting), ("EHLO", .hello), ("MAIL", .sender),
    ("RCPT", .recipient), ("DATA", .data), ("content", .content),
  ])
  func `a connection that ends defers, and is in doubt only after the content`(
    stage: String, expected: SMTPError.Stage
  ) async throws {
    let (isRejected, error) = try await Self.result("\(stage)=close")
    #expect(!isRejected)
    #expect(error == SMTPError(expected, .lost))
    #expect(error?.concernsRelay == true)
    #expect(error?.isInDoubt == (stage == "content"))
  }

  @Test(arguments: [
    ("greeting", SMTPError.Stage.connecting), ("EHLO", .hello), ("RCPT", .recipient),
    ("content", .content),
  ])
  func `an answer that does not come in time defers`(
    stage: String, expected: SMTPError.Stage
  ) async throws {
    let (isRejected, error) = try await Self.result("\(stage)=wait 30") {
      $0.connectSeconds = 1
      $0.mailSeconds = 1
    }
    #expect(!isRejected)
    #expect(error == SMTPError(expected, .timedOut))
    let one = try await Self.result("\(stage)=wait 30") { $0.answerSeconds = 1 }
    #expect(one.error == SMTPError(expected, .timedOut))
  }

  @Test func `a slow relay is waited for within the limits`() async throws {
    #expect(try await Self.result("content=wait 1").error == nil)
  }

  @Test func `a demand for authentication is not the mail's fault`() async throws {
    let (isRejected, error) = try await Self.result("MAIL=530 5.7.0 Authentication required")
    #expect(!isRejected)
    #expect(error?.reason == .answered(530))
    #expect(error?.concernsRelay == true)
  }

  @Test func `nobody at home defers`() async throws {
    let server = try FaultServer()
    let address = try server.address()
    _ = try server.end()
    let relay = MailServer.relay(address)
    let delivery = await relay.send(try MailServer.letter())
    guard case .deferred(let error as SMTPError) = delivery else {
      Issue.record("not deferred")
      return
    }
    #expect(error == SMTPError(.connecting, .notConnected))
    let nowhere = MailServer.relay(try SMTPAddress("smtp://nowhere.invalid"))
    guard case .deferred(let error as SMTPError) = await nowhere.send(try MailServer.letter())
    else {
      Issue.record("not deferred")
      return
    }
    #expect(error == SMTPError(.connecting, .hostNotFound))
  }

  @Test func `a mail cut off in its middle is sent again by nobody but the caller`() async throws {
    let server = try FaultServer("--fault", "cut=1*yes")
    let relay = MailServer.relay(try server.address())
    let large = String(repeating: String(repeating: "x", count: 70) + "\r\n", count: 100_000)
    let delivery = await relay.send(try MailServer.letter(large))
    guard case .deferred(let error as SMTPError) = delivery else {
      Issue.record("not deferred")
      return
    }
    #expect(error == SMTPError(.content, .lost))
    #expect(try server.end().mails.isEmpty)
  }
}
