import Foundation
import Mail
import Testing

@Suite struct MailboxFileTests {
  static func messages(of content: String, largest: Int = 1 << 20) throws -> [String] {
    let path = FileManager.default.temporaryDirectory.appending(path: "mbox-\(UUID())").path()
    try Data(content.utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try messages(at: path, largest: largest)
  }

  static func messages(at path: String, largest: Int = 1 << 20) throws -> [String] {
    let mailbox = try MailboxFile(path: path, largest: largest)
    var messages: [String] = []
    while let message = try mailbox.next() {
      messages.append(String(decoding: message, as: UTF8.self))
    }
    #expect(try mailbox.next() == nil)
    return messages
  }

  @Test func `an mbox is taken apart, and its quoting taken away`() throws {
    let found = try Self.messages(
      of: """
        From MAILER-DAEMON Tue Nov 14 22:13:20 2023
        Subject: a

        one
        From here it is text.

        >From quoted
        >>From twice
        > From not

        From b@example.org Tue Nov 14 22:13:20 2023
        Subject: b


        From c@example.org Tue Nov 14 22:13:20 2023
        Subject: c

        end
        """)
    #expect(
      found == [
        "Subject: a\n\none\nFrom here it is text.\n\nFrom quoted\n>From twice\n> From not\n",
        "Subject: b\n\n", "Subject: c\n\nend",
      ])
  }

  @Test func `Python's mailbox module wrote what is read`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "boxes-\(UUID())").path()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let script = """
      import mailbox, sys
      folder = sys.stdin.read()
      for box in mailbox.mbox(folder + '/mbox'), mailbox.Maildir(folder + '/maildir'):
          for number in range(300):
              box.add(f'Subject: {number}\\n\\nFrom me\\n' + 'x' * number * 50 + '\\n')
          box.close()
      seen = mailbox.Maildir(folder + '/maildir')
      key = seen.keys()[0]
      message = seen[key]
      message.set_subdir('cur')
      seen[key] = message
      """
    _ = try Python.run(script, Data(folder.utf8))
    let expected = (0..<300).map {
      "Subject: \($0)\n\nFrom me\n" + String(repeating: "x", count: $0 * 50) + "\n"
    }
    #expect(try Self.messages(at: folder + "/mbox") == expected)
    #expect(try Self.messages(at: folder + "/maildir").sorted() == expected.sorted())
  }

  @Test func `a file that is no mbox is one message, and an empty one is none`() throws {
    let text = "Subject: a\r\n\r\nFrom x\r\n\r\nFrom y\r\n>From z\r\n"
    #expect(try Self.messages(of: text) == [text])
    #expect(try Self.messages(of: "") == [])
    #expect(try Self.messages(of: "From a\n") == [])
  }

  @Test func `no more of a message is given than was asked for`() throws {
    let lines = String(repeating: String(repeating: "x", count: 200_000) + "\nFrom x\n", count: 10)
    let found = try Self.messages(of: "From a\n\(lines)\nFrom b\nend\n", largest: 1000)
    #expect(found == [String(repeating: "x", count: 1000), "end\n"])
  }

  @Test func `lines of CR LF are lines, too`() throws {
    let found = try Self.messages(of: "From a\r\nA: b\r\n\r\nc\r\n\r\nFrom b\r\nd\r\n")
    #expect(found == ["A: b\r\n\r\nc\r\n", "d\r\n"])
  }

  @Test func `what is not there or no mailbox is an error without a path`() throws {
    let error = #expect(throws: MailboxFileError.self) { try MailboxFile(path: "/nowhere/mbox") }
    #expect(error?.description == "mailbox: open failed with error 2")
    #expect(throws: MailboxFileError.self) { try MailboxFile(path: "/") }
  }
}
