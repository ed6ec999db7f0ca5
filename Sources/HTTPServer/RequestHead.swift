import CMicroHTTPD

/// The head of a GET or HEAD request, which lives only as long as the call that lends it.
public struct RequestHead: ~Copyable {
  /// GET or HEAD.
  public let method: Method
  /// As it was sent: still percent-encoded, from the first `/` up to the `?`.
  public let path: String
  /// What stands after the `?`, as it was sent; nil without a `?`.
  public let query: String?
  private let source: Source

  private enum Source {
    case connection(OpaquePointer)
    case fields(HeaderFields)
  }

  /// Makes one without a socket, as for a test.
  public init(
    method: Method = .get, path: String, query: String? = nil,
    headers: HeaderFields = HeaderFields()
  ) {
    self.method = method
    self.path = path
    self.query = query
    source = .fields(headers)
  }

  init(method: Method, path: String, query: String?, connection: OpaquePointer) {
    self.method = method
    self.path = path
    self.query = query
    source = .connection(connection)
  }

  /// The first value of a header field.
  public func header(_ name: StaticString) -> String? {
    switch source {
    case .fields(let fields): fields[HeaderName(stringLiteral: name)]
    case .connection(let connection):
      withHeader(name, of: connection) { $0.map { String(decoding: $0, as: UTF8.self) } }
    }
  }
}

/// Lends the bytes of the first header field of a name, nil without one.
func withHeader<Result>(
  _ name: StaticString, of connection: OpaquePointer,
  _ body: (UnsafeBufferPointer<UInt8>?) -> Result
) -> Result {
  var value: UnsafePointer<CChar>?
  var size = 0
  let isFound = name.withUTF8Buffer { bytes in
    bytes.withMemoryRebound(to: CChar.self) {
      MHD_lookup_connection_value_n(
        connection, .HEADER_KIND, $0.baseAddress, $0.count, &value, &size)
    }
  }
  guard isFound == .YES, let value else { return body(nil) }
  return value.withMemoryRebound(to: UInt8.self, capacity: size) {
    body(UnsafeBufferPointer(start: $0, count: size))
  }
}
