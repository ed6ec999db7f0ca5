import CMicroHTTPD

/// What the head of a request says of its body, once the head is known to be sound.
///
/// libmicrohttpd 0.9.75 lets pass what must not pass: both lengths, doubled lengths and Host, folded
/// lines, bare line feeds, NUL. It shows each field as a pointer into the connection's buffer, so what
/// it hid can be seen from the distances: a sound head has exactly CR LF between a value and the next
/// name, and anything that was cut off or joined leaves another gap.
struct HeadInspection {
  private(set) var contentLength: Int?
  private(set) var isChunked = false
  private(set) var refusal: Status?

  private var hostCount = 0
  private var encodingCount = 0
  private var count = 0
  private var isAdjacent = true
  private var end: UnsafePointer<CChar>

  /// Whether the library linked is one whose buffers are laid out as described; later ones refuse by
  /// themselves what this looks for.
  private static let seesGaps: Bool = {
    let parts = String(cString: MHD_get_version()).split(separator: ".").compactMap { Int($0) }
    return parts.lexicographicallyPrecedes([0, 9, 76])
  }()

  /// Reads the head of the request that a connection has just received.
  static func inspect(
    _ connection: OpaquePointer, line: RequestLine, limits: ServerLimits
  ) -> HeadInspection {
    var inspection = HeadInspection(end: line.version + line.versionLength)
    if let refusal = line.refusal(limits: limits, seesGaps: seesGaps) {
      inspection.refusal = refusal
      return inspection
    }
    withUnsafeMutablePointer(to: &inspection) { pointer in
      _ = MHD_get_connection_values_n(
        connection, .HEADER_KIND,
        { context, _, name, nameSize, value, valueSize in
          guard let context, let name else { return .NO }
          let fields = context.assumingMemoryBound(to: HeadInspection.self)
          fields.pointee.check(name, nameSize, value, valueSize)
          return .YES
        }, pointer)
    }
    let size = cmicrohttpd_head_size(connection)
    inspection.conclude(line: line, size: size, limits: limits)
    return inspection
  }

  private init(end: UnsafePointer<CChar>) {
    self.end = end
  }

  private mutating func refuse(_ status: Status) {
    if refusal == nil { refusal = status }
  }

  private mutating func check(
    _ name: UnsafePointer<CChar>, _ nameSize: Int, _ value: UnsafePointer<CChar>?, _ valueSize: Int
  ) {
    count += 1
    let nameBytes = Self.bytes(name, nameSize)
    if nameBytes.isEmpty || !nameBytes.allSatisfy(HeaderName.isTokenByte) { refuse(.badRequest) }
    guard let value else { return refuse(.badRequest) }
    let valueBytes = Self.bytes(value, valueSize)
    if valueBytes.contains(where: { ASCII.isControl($0) && $0 != ASCII.tab }) {
      refuse(.badRequest)
    }
    // The distance, not a dereference: CR LF before the name, a colon and blanks before the value.
    if name - end != 2 || value - name <= nameSize { isAdjacent = false }
    end = value + valueSize
    if ASCII.equal(nameBytes, "host".utf8) {
      hostCount += 1
      if !Self.isHost(ASCII.trimmed(valueBytes)) { refuse(.badRequest) }
    } else if ASCII.equal(nameBytes, "content-length".utf8) {
      if contentLength != nil { refuse(.badRequest) }
      contentLength = Self.length(ASCII.trimmed(valueBytes))
      if contentLength == nil { refuse(.badRequest) }
    } else if ASCII.equal(nameBytes, "transfer-encoding".utf8) {
      encodingCount += 1
      isChunked = ASCII.equal(valueBytes, "chunked".utf8)
    } else if ASCII.equal(nameBytes, "expect".utf8) {
      if !ASCII.equal(ASCII.trimmed(valueBytes), "100-continue".utf8) {
        refuse(.expectationFailed)
      }
    }
  }

  private mutating func conclude(line: RequestLine, size: Int, limits: ServerLimits) {
    if Self.seesGaps, !isAdjacent || end - line.method + 4 != size { refuse(.badRequest) }
    if hostCount > 1 || (hostCount == 0 && line.isVersion11) { refuse(.badRequest) }
    if encodingCount > 0 {
      if contentLength != nil || encodingCount > 1 || !line.isVersion11 { refuse(.badRequest) }
      if !isChunked { refuse(.notImplemented) }
    }
    if size > limits.headBytes || count > limits.headerCount { refuse(.headerFieldsTooLarge) }
  }

  private static func bytes(
    _ start: UnsafePointer<CChar>, _ count: Int
  ) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(
      start: UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self), count: count)
  }

  /// Digits only, and no more than fit.
  private static func length(_ bytes: some Collection<UInt8>) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 18, bytes.allSatisfy(ASCII.isDigit) else { return nil }
    return bytes.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// A name or an address with an optional port: no bytes that could mean something elsewhere.
  static func isHost(_ bytes: some Collection<UInt8>) -> Bool {
    !bytes.isEmpty && bytes.count <= 259
      && bytes.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x3A, 0x5B, 0x5D, 0x5F: true
        default: false
        }
      }
  }
}
