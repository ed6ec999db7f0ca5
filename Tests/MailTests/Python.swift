import Foundation
import Testing

/// Reads a message back with a mail library that others have written: Python's `email` package.
enum Python {
  struct Mail: Decodable {
    let subject: String
    let toName: String
    let toAddress: String
    let recipients: Int
    let text: String
    let html: String
    let types: [String]
    let headers: [String: String]
    let defects: [String]
  }

  // The newer policy puts a space between the encoded words of one name, so the name is read by the
  // older one.
  private static let script = """
    import sys, json, base64, email, email.policy, email.utils
    from email.header import decode_header, make_header
    def read(data):
        m = email.message_from_bytes(data, policy=email.policy.default)
        old = email.message_from_bytes(data, policy=email.policy.compat32)
        name, address = email.utils.parseaddr(old['To'].replace('\\r\\n', ''))
        parts = list(m.walk())
        def body(kind):
            for p in parts:
                if p.get_content_type() == kind:
                    return p.get_payload(decode=True).decode('utf-8').replace('\\r\\n', '\\n')
            return ''
        return dict(subject=str(m['Subject']), toName=str(make_header(decode_header(name))),
            toAddress=address, recipients=len(m['To'].addresses),
            text=body('text/plain'), html=body('text/html'),
            types=[p.get_content_type() for p in parts],
            headers={k: str(v) for k, v in m.items()},
            defects=[repr(d) for p in parts for d in p.defects])
    sys.stdout.write(json.dumps([read(base64.b64decode(x)) for x in json.load(sys.stdin)]))
    """

  static func mail(_ bytes: [UInt8]) throws -> Mail {
    try #require(try mails([bytes]).first)
  }

  /// Reads several messages in one process.
  static func mails(_ messages: [[UInt8]]) throws -> [Mail] {
    let answer = try run(script, JSONEncoder().encode(messages.map { Data($0) }))
    let mails = try JSONDecoder().decode([Mail].self, from: answer)
    try #require(mails.count == messages.count)
    for mail in mails { #expect(mail.defects.isEmpty) }
    return mails
  }

  /// Runs a script with something to read, and gives what it wrote.
  static func run(_ script: String, _ content: Data, python: String = "python3") throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, "-c", script]
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: content)
    try input.fileHandleForWriting.close()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return answer
  }
}
