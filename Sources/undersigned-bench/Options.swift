/// The options of a command, each a word and its value.
struct Options {
  private let values: [String: String]

  private static let names: Set<String> = [
    "data", "database", "page", "petitions", "signatures", "each", "pending", "output", "tasks",
    "seconds", "listen",
  ]

  init(arguments: ArraySlice<String>) throws {
    var values: [String: String] = [:]
    var rest = arguments
    while let word = rest.popFirst() {
      let name = String(word.dropFirst(2))
      guard word.hasPrefix("--"), Self.names.contains(name) else {
        throw UsageError(message: "there is no option \(word)")
      }
      guard let value = rest.popFirst() else { throw UsageError(message: "\(word) needs a value") }
      values[name] = value
    }
    self.values = values
  }

  func text(_ name: String) -> String? { values[name] }

  func needed(_ name: String) throws -> String {
    guard let value = values[name] else { throw UsageError(message: "--\(name) is missing") }
    return value
  }

  /// A number from 0.
  func number(_ name: String, default number: Int? = nil) throws -> Int {
    guard let text = values[name] else {
      guard let number else { throw UsageError(message: "--\(name) is missing") }
      return number
    }
    guard let value = Int(text), value >= 0 else {
      throw UsageError(message: "--\(name) is a number")
    }
    return value
  }
}
