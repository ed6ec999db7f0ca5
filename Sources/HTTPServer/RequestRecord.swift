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
    let bounded = milliseconds.isFinite ? min(max(0, milliseconds), 1e12) : 0
    let thousandths = Int((bounded * 1000).rounded())
    let fraction = Substring(String(1000 + thousandths % 1000).utf8.dropFirst())
    return """
      {"route":"\(Self.escaped(route))","method":"\(Self.escaped(method))","status":\(status),\
      "bytes":\(bytes),"ms":\(thousandths / 1000).\(fraction)}
      """
  }

  private static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == ASCII.quote || $0 == 0x5C || $0 < 0x20 }) else {
      return text
    }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case ASCII.quote, 0x5C: bytes += [0x5C, byte]
      case 0..<0x20:
        let code = String(byte, radix: 16)
        bytes += Array("\\u\(String(repeating: "0", count: 4 - code.utf8.count))\(code)".utf8)
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
