import EmailAddresses
import Foundation
import HTTPServer
import Mail
import Testing

/// Compares whole exchanges and mails with files beside the tests.
///
/// With `UPDATE_SNAPSHOTS=1` in the environment the files are written instead.
enum Snapshot {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "__Snapshots__")

  /// Everything that was asked and answered.
  static func check(
    _ request: Request, _ response: Response, _ name: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let query = request.query.items.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    var lines = [
      "\(request.method.rawValue) \(request.path)\(query.isEmpty ? "" : "?" + query) HTTP/1.1"
    ]
    lines += request.headers.pairs.map { "\($0.name.spelling): \($0.value)" }
    if !request.body.isEmpty {
      lines += ["", String(decoding: request.body, as: UTF8.self)]
    }
    lines += ["", "HTTP/1.1 \(response.status.code) \(response.status.reason)"]
    lines += response.headers.pairs.map { "\($0.name.spelling): \($0.value)" }
    lines += [""] + body(response.text, type: response.headers["Content-Type"] ?? "")
    try compare(lines, name, sourceLocation)
  }

  /// A mail: its head, its text and its HTML.
  static func check(
    _ mail: MailMessage, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var lines = [
      "From: \(mail.from.name) <\(mail.from.address.text)>",
      "To: \(mail.to.name) <\(mail.to.address.text)>", "Subject: \(mail.subject)",
      "Message-ID: \(mail.messageID)",
    ]
    lines += mail.headers.map { "\($0.name): \($0.value)" }
    lines += ["", "--- text", ""] + mail.text.components(separatedBy: "\n")
    lines += ["--- HTML", ""] + PrettyHTML.lines(of: mail.html ?? "")
    try compare(lines, name, sourceLocation)
  }

  private static func body(_ text: String, type: String) -> [String] {
    let isMarkup = type.hasPrefix("text/html") || type.contains("xml")
    return isMarkup ? PrettyHTML.lines(of: text) : text.components(separatedBy: "\n")
  }

  private static func compare(
    _ lines: [String], _ name: String, _ sourceLocation: SourceLocation
  ) throws {
    let text = lines.map(stable).joined(separator: "\n") + "\n"
    let file = folder.appending(path: name + ".txt")
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      return
    }
    let known = try? String(contentsOf: file, encoding: .utf8)
    guard text != known else { return }
    Issue.record(
      "\(name): \(difference(known ?? "", text)); UPDATE_SNAPSHOTS=1 writes it anew",
      sourceLocation: sourceLocation)
  }

  /// The style sheet and with it the tag of a page change with every stroke of design.
  private static func stable(_ line: String) -> String {
    if line.hasPrefix("ETag: ") { return "ETag: …" }
    guard let start = line.range(of: "/assets/site."), let end = line.range(of: ".css") else {
      return line
    }
    return line.replacingCharacters(in: start.upperBound..<end.lowerBound, with: "…")
  }

  private static func difference(_ old: String, _ new: String) -> String {
    let old = old.components(separatedBy: "\n")
    let new = new.components(separatedBy: "\n")
    let changes = new.difference(from: old)
    let shown = changes.sorted { $0.offset < $1.offset }.prefix(12).map { change in
      switch change {
      case .remove(let offset, let line, _): "\(offset + 1) - \(line)"
      case .insert(let offset, let line, _): "\(offset + 1) + \(line)"
      }
    }
    return "\(changes.count) lines differ\n" + shown.joined(separator: "\n")
  }
}

extension CollectionDifference.Change {
  fileprivate var offset: Int {
    switch self {
    case .remove(let offset, _, _), .insert(let offset, _, _): offset
    }
  }
}

extension SiteClient {
  /// Sends a request and compares the whole exchange with its file.
  @discardableResult
  func snapshot(
    _ request: Request, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Response {
    let response = await send(request)
    try Snapshot.check(request, response, name, sourceLocation: sourceLocation)
    return response
  }
}
