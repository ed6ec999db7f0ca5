import EmailAddresses
import Foundation
import Mail
import Synchronization
import Testing

/// How many mails share connections, wait for their turn, and leave a failing relay alone.
@Suite(.enabled(if: MailServer.python != nil), .timeLimit(.minutes(10)))
struct SMTPRelayTests {
  static func letters(_ count: Int, to domain: String = "example.com") throws -> [Letter] {
    try (0..<count).map { try MailServer.letter(to: "p\($0)@\(domain)", "Mail \($0)\r\n") }
  }

  static func errors(_ deliveries: [Delivery]) -> [SMTPError?] {
    deliveries.map {
      switch $0 {
      case .accepted: nil
      case .deferred(let error), .rejected(let error): error as? SMTPError
      }
    }
  }

  static func accepted(_ deliveries: [Delivery]) -> Int {
    deliveries.count { if case .accepted = $0 { true } else { false } }
  }

  @Test func `many mails go over one connection, each with its own envelope`() async throws {
    let server = try FaultServer()
    let relay = MailServer.relay(try server.address()) { $0.connections = 1 }
    let deliveries = await relay.send(try Self.letters(20))
    await relay.close()
    let (mails, connections) = try server.end()
    #expect(connections == 1)
    #expect(mails.map(\.recipients) == (0..<20).map { ["p\($0)@example.com"] })
    #expect(mails.allSatisfy { $0.sender == "bounces@example.org" })
    for delivery in deliveries {
      guard case .accepted(let answer) = delivery else {
        Issue.record("not accepted")
        continue
      }
      // The relay's answer names the recipient; what is kept does not.
      #expect(answer == "2.0.0 Ok: queued as FAULTS-1 for")
    }
  }

  @Test func `a connection ends after so many mails`() async throws {
    let server = try FaultServer()
    let relay = MailServer.relay(try server.address()) {
      $0.connections = 1
      $0.mailsPerConnection = 5
    }
    #expect(Self.accepted(await relay.send(try Self.letters(20))) == 20)
    await relay.close()
    #expect(try server.end().connections == 4)
  }

  @Test func `there are as many connections as allowed, and no more`() async throws {
    let server = try FaultServer("--fault", "content=wait 0.05")
    let relay = MailServer.relay(try server.address()) { $0.connections = 3 }
    #expect(Self.accepted(await relay.send(try Self.letters(30))) == 30)
    await relay.close()
    #expect(try server.end().connections == 3)
  }

  @Test(arguments: ["close", "421 4.4.2 idle for too long"])
  func `a mail that meets a connection that was closed meanwhile goes over another`(
    answer: String
  ) async throws {
    let server = try FaultServer("--fault", "MAIL=1+1*\(answer)")
    let relay = MailServer.relay(try server.address()) { $0.connections = 1 }
    #expect(Self.accepted(await relay.send(try Self.letters(3))) == 3)
    await relay.close()
    let (mails, connections) = try server.end()
    #expect(mails.count == 3)
    #expect(connections == 2)
  }

  @Test func `one mail that is rejected holds up no other`() async throws {
    let server = try FaultServer("--fault", "RCPT=1+1*550 5.1.1 no")
    let relay = MailServer.relay(try server.address()) { $0.connections = 1 }
    let deliveries = await relay.send(try Self.letters(4))
    #expect(Self.errors(deliveries).map { $0?.stage } == [nil, .recipient, nil, nil])
    #expect(!relay.isPaused)
  }

  @Test func `a message that cannot be written is rejected, and the others go`() async throws {
    let server = try FaultServer()
    let relay = MailServer.relay(try server.address())
    var messages = try (0..<3).map { _ in try MailMessageTests.message() }
    messages[1].subject = "a\nb"
    let deliveries = await relay.send(messages, from: nil)
    guard case .rejected(let error as MailError) = deliveries[1] else {
      Issue.record("not rejected")
      return
    }
    #expect(error == .controlCharacter(header: .subject))
    #expect(Self.accepted(deliveries) == 2)
    let mails = try server.end().mails
    #expect(mails.map(\.sender) == ["<>", "<>"])
    let content = try messages[0].bytes(signedBy: nil)
    #expect(mails.allSatisfy { $0.content.map { Array($0) } == content })
  }

  @Test func `dots at the start of lines arrive as they were, wherever they fall`() async throws {
    let server = try FaultServer()
    let relay = MailServer.relay(try server.address())
    var texts = [".\r\n", "..\r\n...\r\n", ".\r\n.\r\n.\r\n", "a\r\n.\r\nb\r\n.", "\r\n.\r\n"]
    // Through every place around the end of libcurl's buffer of 64 KiB, and of smaller ones.
    for size in [16_384, 65_536] {
      for shift in -30..<5 {
        let line = String(repeating: "x", count: 70) + "\r\n"
        let whole = String(repeating: line, count: size / 72 - 1)
        let rest = String(repeating: "y", count: size + shift - whole.utf8.count)
        texts.append(whole + rest + "\r\n.\r\n.z\r\n")
      }
    }
    let letters = try texts.map { try MailServer.letter($0) }
    #expect(Self.accepted(await relay.send(letters)) == texts.count)
    await relay.close()
    let arrived = try server.end().mails.compactMap { $0.content.map { Array($0) } }
    // The last line of a mail always ends.
    let sent = letters.map {
      $0.content.suffix(2) == [13, 10] ? $0.content : $0.content + [13, 10]
    }
    #expect(Set(arrived) == Set(sent))
  }

  @Test func `a relay that fails again and again is left alone, and tried with one mail`()
    async throws
  {
    let server = try FaultServer("--fault", "greeting=3*554 5.3.2 not today")
    let time = Mutex<Int64>(0)
    var options = SMTPOptions(helloName: "site.example.org")
    options.connections = 1
    options.failuresUntilPause = 3
    let relay = SMTPRelay(
      try server.address(), options, clock: { time.withLock { $0 } }, random: { 0.5 })
    let deliveries = await relay.send(try Self.letters(10))
    let errors = Self.errors(deliveries)
    #expect(
      errors.map { $0?.stage } == Array(repeating: .greeting, count: 3)
        + Array(repeating: .waiting, count: 7))
    #expect(errors.suffix(7).allSatisfy { $0?.reason == .paused && $0?.wasTried == false })
    #expect(relay.isPaused)
    #expect(Self.accepted(await relay.send(try Self.letters(2))) == 0)
    time.withLock { $0 = 1000 }
    #expect(!relay.isPaused, "nobody would try it again")
    #expect(Self.accepted(await relay.send(try Self.letters(2))) == 2)
    #expect(!relay.isPaused)
    await relay.close()
    #expect(try server.end().connections == 4)
  }

  @Test func `a domain beyond its limit waits, and others go before it`() async throws {
    let server = try FaultServer()
    let relay = MailServer.relay(try server.address()) {
      $0.connections = 1
      $0.mailsPerSecondForDomain = 2
    }
    let clock = ContinuousClock()
    let start = clock.now
    let letters = try Self.letters(4, to: "a.example") + Self.letters(1, to: "b.example")
    #expect(Self.accepted(await relay.send(letters)) == 5)
    // Two of four go at once, and one every half second.
    #expect(clock.now - start >= .milliseconds(900))
    await relay.close()
    let order = try server.end().mails.map { $0.recipients?.first ?? "" }
    #expect(order[2] == "p0@b.example")
  }

  @Test func `a mail whose turn comes too late is given back untried`() async throws {
    let server = try FaultServer()
    let relay = MailServer.relay(try server.address()) {
      $0.mailsPerSecond = 0.01
      $0.turnSeconds = 50
    }
    let errors = Self.errors(await relay.send(try Self.letters(3)))
    #expect(errors.map { $0?.reason } == [nil, .paced, .paced])
    #expect(errors[1]?.wasTried == false)
  }

  @Test func `a mail that comes while the only thread says goodbye goes over another`()
    async throws
  {
    let server = try FaultServer("--fault", "QUIT=1*hold")
    let relay = MailServer.relay(try server.address()) {
      $0.connections = 1
      $0.idleSeconds = 0
    }
    let letter = try MailServer.letter()
    #expect(Self.accepted([await relay.send(letter)]) == 1)
    try await server.keepsSomebodyWaiting()
    let sending = Task { await relay.send(letter) }
    // A letter that nobody takes comes back with this, instead of never.
    let patience = Task {
      try await Task.sleep(for: .seconds(20))
      sending.cancel()
    }
    #expect(Self.errors([await sending.value]) == [nil])
    patience.cancel()
    try server.letGo()
    await relay.close()
    let (mails, connections) = try server.end()
    #expect(mails.count == 2)
    #expect(connections == 2)
  }

  @Test func `a task that is cancelled gets what was not under way back`() async throws {
    let server = try FaultServer("--fault", "content=hold")
    let relay = MailServer.relay(try server.address()) { $0.connections = 1 }
    let letters = try Self.letters(50)
    let task = Task { await relay.send(letters) }
    try await server.keepsSomebodyWaiting()
    task.cancel()
    try server.letGo()
    let deliveries = await task.value
    #expect(Self.errors(deliveries).count { $0?.reason == .stopped } == 49)
    #expect(Self.accepted(deliveries) == 1)
    await relay.close()
    #expect(try server.end().mails.count == 1)
  }

  @Test func `closing finishes a mail whose content is under way and gives back the others`()
    async throws
  {
    let server = try FaultServer("--fault", "content=hold")
    let relay = MailServer.relay(try server.address()) { $0.connections = 1 }
    let letters = try Self.letters(5)
    async let deliveries = relay.send(letters)
    try await server.keepsSomebodyWaiting()
    async let closing: Void = relay.close()
    // It waits behind the one that is held until the relay is being closed, which gives it back.
    #expect(Self.errors([await relay.send(letters[0])]).map { $0?.reason } == [.stopped])
    try server.letGo()
    let errors = Self.errors(await deliveries)
    await closing
    #expect(errors.map { $0?.reason } == [nil, .stopped, .stopped, .stopped, .stopped])
    #expect(try server.end().mails.count == 1)
  }

  @Test func `closing does not wait for a relay that says nothing`() async throws {
    let server = try FaultServer("--fault", "RCPT=wait 60")
    let relay = MailServer.relay(try server.address())
    let letter = try MailServer.letter()
    async let delivery = relay.send(letter)
    try await server.keepsSomebodyWaiting()
    await relay.close()
    #expect(Self.errors([await delivery]).map { $0?.wasTried } == [false])
  }
}
