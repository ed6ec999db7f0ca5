import CResolver

/// The TXT records of names in the DNS (RFC 1035, section 3.3.14), where SPF, DKIM and DMARC stand.
///
/// Calls block for up to a quarter of a minute.
public struct TextRecords: Sendable {
  /// Why there is no answer.
  public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name is longer than 253 bytes or has bytes that no name has.
    case badName

    /// No resolver answered, or it could not find out.
    case noAnswer

    /// A sentence for a terminal.
    public var description: String {
      switch self {
      case .badName: "the name cannot stand in the DNS"
      case .noAnswer: "no resolver answers"
      }
    }
  }

  /// The largest message that DNS has, in bytes.
  private static let messageSize = 65_535

  private let port: UInt16

  /// Asks the resolver of this machine.
  public init() { self.init(port: 0) }

  /// - Parameter port: of a server on 127.0.0.1 to ask; 0 stands for the resolver of this machine.
  init(port: UInt16) {
    self.port = port
  }

  /// The texts of a name, each with its strings joined; empty where the name has none or does not exist.
  public func lookUp(_ name: String) throws(Problem) -> [String] {
    guard (1...253).contains(name.utf8.count), name.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw .badName }
    var answer = [UInt8](repeating: 0, count: Self.messageSize)
    var reason: Int32 = 0
    let length = cresolver_texts(name, port, &answer, Int32(answer.count), &reason)
    guard length >= 0 else {
      if reason == HOST_NOT_FOUND || reason == NO_DATA { return [] }
      throw .noAnswer
    }
    return Self.texts(in: answer, length)
  }

  private static func texts(in answer: [UInt8], _ length: Int32) -> [String] {
    var texts: [String] = []
    var data = [UInt8](repeating: 0, count: messageSize)
    for number: Int32 in 0... {
      let count = cresolver_text(answer, length, number, &data, Int32(data.count))
      guard count >= 0 else { break }
      if count > 0 { texts.append(text(data[..<Int(count)])) }
    }
    return texts
  }

  /// Strings of a length and as many bytes each, joined as SPF and DKIM want (RFC 7208, section 3.3).
  private static func text(_ data: ArraySlice<UInt8>) -> String {
    var bytes: [UInt8] = []
    var rest = data
    while let count = rest.popFirst() {
      bytes += rest.prefix(Int(count))
      rest = rest.dropFirst(Int(count))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
