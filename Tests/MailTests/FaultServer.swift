import Foundation
import Mail
import Testing

/// `Tests/Mail/faults.py`: a server that goes wrong as it is told.
final class FaultServer {
  struct Taken: Decodable {
    var sender: String?
    var recipients: [String]?
    var hello: String?
    var isEncrypted: Bool?
    var isAuthenticated: Bool?
    var content: Data?
    var connection: Bool?
  }

  let port: Int
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  /// Starts it with its own words for options.
  init(_ options: String...) throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Mail/faults.py").path()
    process.executableURL = URL(filePath: try #require(MailServer.python))
    process.arguments = [script, try #require(MailServer.certificates)] + options
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let number = Self.line(output.fileHandleForReading.fileDescriptor)
    port = try #require(Int(number))
  }

  /// Returns when it keeps a client waiting for an answer, as its fault says.
  func keepsSomebodyWaiting() async throws {
    let descriptor = output.fileHandleForReading.fileDescriptor
    let line = await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: Self.line(descriptor)) }
    }
    try #require(line == "waiting")
  }

  /// Lets it answer what it holds back.
  func letGo() throws {
    try input.fileHandleForWriting.write(contentsOf: Data("go\n".utf8))
  }

  private static func line(_ descriptor: Int32) -> String {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(descriptor, &byte, 1) == 1, byte != 10 { line.append(byte) }
    return String(decoding: line, as: UTF8.self)
  }

  /// Where it is; `more` goes before the host or after the port.
  func address(_ scheme: String = "smtp", login: String = "", more: String = "") throws
    -> SMTPAddress
  {
    try SMTPAddress("\(scheme)://\(login)127.0.0.1:\(port)\(more)")
  }

  /// Ends it, and gives what it has taken.
  func end() throws -> (mails: [Taken], connections: Int) {
    try input.fileHandleForWriting.close()
    let rest = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let lines = try rest.split(separator: 10).filter { $0.first == UInt8(ascii: "{") }.map {
      try JSONDecoder().decode(Taken.self, from: $0)
    }
    let connections = lines.count { $0.connection == true }
    return (lines.filter { $0.content != nil }, connections)
  }

  deinit {
    // Its answers to those who gave up are of no use to anybody.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
