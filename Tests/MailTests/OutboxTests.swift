import EmailAddresses
import Foundation
import Mail
import Testing

@Suite struct OutboxTests {
  static func withOutbox(_ body: (String) throws -> Void) throws {
    let parent = FileManager.default.temporaryDirectory.appending(path: "mail-\(UUID())").path()
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: parent) }
    try body(parent + "/outbox")
  }

  static func message(_ token: String, text: String = "Hi\n") throws -> MailMessage {
    var message = try MailMessageTests.message(text: text, html: "<p>Hi</p>")
    message.messageID = try MailMessage.messageID(
      date: MailMessageTests.date, token: token, domain: "example.org")
    return message
  }

  @Test func `a message becomes one private file named after its date and token`() throws {
    try Self.withOutbox { directory in
      try Outbox(directory: directory).deliver([Self.message("t1")])[0].get()
      let names = try FileManager.default.contentsOfDirectory(atPath: directory)
      #expect(names == ["20231114T221320123Z.t1.eml"])
      let path = directory + "/" + names[0]
      let file = try FileManager.default.attributesOfItem(atPath: path)
      #expect(file[.posixPermissions] as? Int == 0o600)
      let folder = try FileManager.default.attributesOfItem(atPath: directory)
      #expect(folder[.posixPermissions] as? Int == 0o700)
      let bytes = Array(try Data(contentsOf: URL(filePath: path)))
      try Wire.check(bytes)
      #expect(try Python.mail(bytes).text == "Hi\n")
    }
  }

  @Test func `the same message twice is one file, the later one`() throws {
    try Self.withOutbox { directory in
      let outbox = Outbox(directory: directory)
      try outbox.deliver([Self.message("t1")])[0].get()
      var again = try Self.message("t1", text: "Again\n")
      again.date += 60_000
      try outbox.deliver([again])[0].get()
      try outbox.deliver([Self.message("t2")])[0].get()
      let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
      #expect(names == ["20231114T221320123Z.t1.eml", "20231114T221320123Z.t2.eml"])
      let bytes = Array(try Data(contentsOf: URL(filePath: directory + "/" + names[0])))
      #expect(try Python.mail(bytes).text == "Again\n")
    }
  }

  @Test func `a message that cannot be written does not hold up the others`() throws {
    try Self.withOutbox { directory in
      var bad = try Self.message("t2")
      bad.subject = "a\nb"
      let messages = [try Self.message("t1"), bad, try Self.message("t3")]
      let results = try Outbox(directory: directory).deliver(messages)
      #expect(results.map { (try? $0.get()) != nil } == [true, false, true])
      // Another time it would be no better.
      guard case .rejected(let error) = results[1] else {
        Issue.record("\(results[1])")
        return
      }
      #expect(error is MailError)
      let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
      #expect(names == ["20231114T221320123Z.t1.eml", "20231114T221320123Z.t3.eml"])
    }
  }

  @Test func `a message that cannot be written leaves nothing behind`() throws {
    try Self.withOutbox { directory in
      var message = try Self.message("t1")
      message.subject = "a\nb"
      #expect(throws: MailError.self) {
        try Outbox(directory: directory).deliver([message])[0].get()
      }
      message.subject = "ok"
      message.messageID = "../escape@example.org"
      #expect(throws: MailError.self) {
        try Outbox(directory: directory).deliver([message])[0].get()
      }
      #expect(!FileManager.default.fileExists(atPath: directory))
    }
  }

  @Test func `a place that cannot be written to is an error with its number and without its path`()
    throws
  {
    try Self.withOutbox { directory in
      let outbox = Outbox(directory: directory + "/missing/deeper")
      let error = #expect(throws: OutboxError.self) {
        try outbox.deliver([Self.message("t1")])[0].get()
      }
      #expect(error?.description == "outbox: mkdir failed with error 2")

      // A directory in the file's place cannot be replaced; the temporary file must go.
      try FileManager.default.createDirectory(
        atPath: directory + "/20231114T221320123Z.t1.eml", withIntermediateDirectories: true)
      #expect(throws: OutboxError.self) {
        try Outbox(directory: directory).deliver([Self.message("t1")])[0].get()
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 1)
    }
  }
}
