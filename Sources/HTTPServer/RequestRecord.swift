/// What a log may say of a request: no address, no path, no query.
public struct RequestRecord: Sendable, Hashable {
  /// The name that the answer carried, "unmatched" without one.
  public let route: String
  /// The method, or "OTHER".
  public let method: String
  /// Three digits.
  public let status: Int
  /// The bytes of the body that were to be sent.
  public let bytes: Int
  /// From the end of the request's first line to the end of the answer.
  public let milliseconds: Double

  /// Makes one.
  public init(route: String, method: String, status: Int, bytes: Int, milliseconds: Double) {
    self.route = route
    self.method = method
    self.status = status
    self.bytes = bytes
    self.milliseconds = milliseconds
  }

  /// One JSON object (RFC 8259) without a line end.
  public var jsonLine: String {
    var bytes: [UInt8] = []
    appendJSONLine(to: &bytes)
    return String(decoding: bytes.dropLast(), as: UTF8.self)
  }

  /// Writes one JSON object (RFC 8259) and a line end behind bytes that are there.
  public func appendJSONLine(to bytes: inout [UInt8]) {
    let bounded = milliseconds.isFinite ? min(max(0, milliseconds), 1e12) : 0
    let thousandths = Int((bounded * 1000).rounded())
    bytes.append(literal: #"{"route":""#)
    Self.append(route, to: &bytes)
    bytes.append(literal: #"","method":""#)
    Self.append(method, to: &bytes)
    bytes.append(literal: #"","status":"#)
    bytes.append(decimal: status)
    bytes.append(literal: #","bytes":"#)
    bytes.append(decimal: self.bytes)
    bytes.append(literal: #","ms":"#)
    bytes.append(decimal: thousandths / 1000)
    bytes.append(UInt8(ascii: "."))
    for unit in [100, 10, 1] { bytes.append(0x30 + UInt8(thousandths / unit % 10)) }
    bytes.append(literal: "}\n")
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    for byte in text.utf8 {
      switch byte {
      case ASCII.quote, 0x5C: bytes += [0x5C, byte]
      case 0..<0x20:
        let code = String(byte, radix: 16)
        bytes += Array("\\u\(String(repeating: "0", count: 4 - code.utf8.count))\(code)".utf8)
      default: bytes.append(byte)
      }
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(literal text: StaticString) {
    text.withUTF8Buffer { append(contentsOf: $0) }
  }

  fileprivate mutating func append(decimal number: Int) {
    append(contentsOf: String(number).utf8)
  }
}
