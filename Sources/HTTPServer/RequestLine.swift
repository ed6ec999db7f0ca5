import Glibc

/// The first line of a request, as pointers into the connection's buffer.
struct RequestLine {
  let method: UnsafePointer<CChar>
  let target: UnsafePointer<CChar>
  let version: UnsafePointer<CChar>
  /// Of the whole target with its query, counted before libmicrohttpd took it apart.
  let targetLength: Int

  let versionLength = 8

  /// HTTP/1.0 is the only other one that libmicrohttpd passes on as 1.x with other rules.
  var isVersion11: Bool { strcmp(version, "HTTP/1.0") != 0 }

  /// Why the line cannot be answered, if so.
  func refusal(limits: ServerLimits, seesGaps: Bool) -> Status? {
    if targetLength > limits.targetBytes { return .uriTooLong }
    guard seesGaps else { return nil }
    // One space on each side of the target, and no NUL within.
    let isSound =
      target - method == strlen(method) + 1 && version - target == targetLength + 1
    return isSound ? nil : .badRequest
  }
}

/// The target of a request, taken apart (RFC 9112, 3.2).
struct RequestTarget {
  var path = ""
  var query: String?
  /// The authority, where the target was in absolute form.
  var authority: String?
  /// Whether it has a form and bytes that a target may have.
  var isValid = false
  var length = 0

  init() {}

  /// Copies the target, since libmicrohttpd writes into it when it looks for arguments.
  init(_ text: UnsafePointer<CChar>) {
    length = strlen(text)
    let bytes = UnsafeBufferPointer(
      start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), count: length)
    guard bytes.allSatisfy(Self.isTargetByte) else { return }
    var rest = bytes[...]
    if bytes.first != 0x2F { rest = takeAuthority(from: rest) }
    let mark = rest.firstIndex(of: 0x3F)
    path = String(decoding: rest[..<(mark ?? rest.endIndex)], as: UTF8.self)
    query = mark.map { String(decoding: rest[($0 + 1)...], as: UTF8.self) }
    if path.isEmpty, authority != nil { path = "/" }
    isValid = path.utf8.first == 0x2F || (path == "*" && query == nil)
  }

  private mutating func takeAuthority(
    from bytes: Slice<UnsafeBufferPointer<UInt8>>
  ) -> Slice<UnsafeBufferPointer<UInt8>> {
    for scheme in ["http://", "https://"] {
      guard bytes.count > scheme.utf8.count,
        ASCII.equal(bytes.prefix(scheme.utf8.count), scheme.utf8)
      else { continue }
      let rest = bytes.dropFirst(scheme.utf8.count)
      let name = rest.prefix { $0 != 0x2F && $0 != 0x3F }
      guard HeadInspection.isHost(name) else { return bytes }
      authority = String(decoding: name, as: UTF8.self)
      return rest[name.endIndex...]
    }
    return bytes
  }

  private static func isTargetByte(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && byte != 0x23
  }
}
