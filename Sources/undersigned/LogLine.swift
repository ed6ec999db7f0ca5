import Foundation

/// One line of the structured log that is not about a request.
struct LogLine: Encodable {
  let event: String
  /// Never holds a name, an address or a secret: errors describe themselves without them.
  let detail: String

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { return #"{"event":"log failed"}"# }
    return String(decoding: data, as: UTF8.self)
  }
}
