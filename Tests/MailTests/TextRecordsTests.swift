import Foundation
import Testing

@testable import Mail

/// A DNS server that others have written (dnslib), on a free port of 127.0.0.1 while a body runs.
private struct DNSServer {
  private static let python = URL(filePath: #filePath).appending(path: "../../../.venv/bin/python")
    .standardized

  /// `make setup` installs it; without it the tests say so.
  static var isPossible: Bool { FileManager.default.isExecutableFile(atPath: python.path) }

  private static let script = """
    import sys
    from dnslib import QTYPE, RCODE, RR, TXT
    from dnslib.server import DNSServer
    texts = {
        'one.example.org.': [['v=spf1 -all']],
        'long.example.org.': [['v=DKIM1; k=rsa; p=' + 'A' * 200, 'B' * 192]],
        'several.example.org.': [['first'], ['second']],
        'large.example.org.': [['x' * 250] for _ in range(30)],
    }
    class Zone:
        def resolve(self, request, handler):
            reply = request.reply()
            name = str(request.q.qname)
            if name == 'alias.example.org.':
                reply.add_answer(*RR.fromZone('alias.example.org. 60 CNAME one.example.org.'))
                name = 'one.example.org.'
            elif name == 'refused.example.org.':
                reply.header.rcode = RCODE.REFUSED
                return reply
            elif name not in texts and name != 'empty.example.org.':
                reply.header.rcode = RCODE.NXDOMAIN
                return reply
            for strings in texts.get(name, []):
                reply.add_answer(RR(name, QTYPE.TXT, rdata=TXT([s.encode() for s in strings])))
            return reply
    quiet = type('Quiet', (), {'__getattr__': lambda self, name: lambda *_: None})()
    for _ in range(20):
        tcp = DNSServer(Zone(), address='127.0.0.1', port=0, tcp=True, logger=quiet)
        port = tcp.server.server_address[1]
        try:
            server = DNSServer(Zone(), address='127.0.0.1', port=port, logger=quiet)
            break
        except OSError:
            # Somebody has a packet socket of this number; the next number is another one.
            tcp.server.server_close()
    else:
        sys.exit('no port is free for packets and connections')
    server.start_thread()
    tcp.start_thread()
    print(port, flush=True)
    sys.stdin.read()
    """

  static func with(_ body: (_ texts: (String) throws -> [String]) throws -> Void) throws {
    let process = Process()
    process.executableURL = python
    process.arguments = ["-c", script]
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    defer {
      // It ends when nobody can say anything to it any more.
      try? input.fileHandleForWriting.close()
      process.waitUntilExit()
    }
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    let port = try #require(UInt16(line.trimmingCharacters(in: .whitespacesAndNewlines)))
    let records = TextRecords(port: port)
    try body { try records.lookUp($0) }
  }
}

@Suite(.enabled(if: DNSServer.isPossible)) struct TextRecordsTests {
  @Test func `texts come whole, however many strings they are kept in`() throws {
    try DNSServer.with { texts throws in
      #expect(try texts("one.example.org") == ["v=spf1 -all"])
      let long = "v=DKIM1; k=rsa; p=" + String(repeating: "A", count: 200)
      #expect(
        try texts("long.example.org") == [long + String(repeating: "B", count: 192)])
      #expect(Set(try texts("several.example.org")) == ["first", "second"])
      #expect(try texts("alias.example.org") == ["v=spf1 -all"])
    }
  }

  @Test func `an answer that is too large for one packet is fetched whole`() throws {
    try DNSServer.with { texts throws in
      #expect(try texts("large.example.org").count == 30)
    }
  }

  @Test func `a name without texts is no problem, and a server without an answer is`() throws {
    try DNSServer.with { texts throws in
      #expect(try texts("empty.example.org").isEmpty)
      #expect(try texts("missing.example.org").isEmpty)
      #expect(throws: TextRecords.Problem.noAnswer) {
        try texts("refused.example.org")
      }
    }
  }

  @Test(arguments: [
    "", "two words.example.org", String(repeating: "a", count: 254), "ä.example.org",
  ])
  func `what cannot be a name is not asked for`(name: String) {
    #expect(throws: TextRecords.Problem.badName) { try TextRecords(port: 1).lookUp(name) }
  }
}
