import FoundationEssentials

/// What a client asks for, read whole.
public struct Request: Sendable {
  /// What is to be done.
  public var method: Method
  /// As it was sent: still percent-encoded, from the first `/` up to the `?`.
  public var path: String
  /// Decoded, from behind the `?`.
  public var query: QueryItems
  /// As they were sent, without the blanks around values.
  public var headers: HeaderFields
  /// Whole; chunks are put together.
  public var body: [UInt8]
  /// The client's, also behind a trusted proxy.
  public var network: ClientNetwork
  /// Whether the client spoke https to the trusted proxy.
  public var isSecure: Bool
  /// The name and, if given, the port from `Host`.
  public var host: String

  /// Makes one without a socket, as for a test.
  public init(
    method: Method = .get, path: String = "/", query: QueryItems = QueryItems(nil),
    headers: HeaderFields = HeaderFields(), body: [UInt8] = [],
    network: ClientNetwork = .loopback, isSecure: Bool = false, host: String = "example.org"
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.network = network
    self.isSecure = isSecure
    self.host = host
  }

  /// The cookies by name, as they were sent; the first of a name counts (RFC 6265, 4.2).
  public var cookies: [String: String] {
    var found: [String: String] = [:]
    for header in headers.all("Cookie") {
      for pair in header.utf8.split(separator: 0x3B) {
        let bytes = Array(pair)
        guard let equals = bytes.firstIndex(of: 0x3D) else { continue }
        let name = String(decoding: ASCII.trimmed(bytes[..<equals]), as: UTF8.self)
        let value = String(decoding: ASCII.trimmed(bytes[(equals + 1)...]), as: UTF8.self)
        if !name.isEmpty, found[name] == nil { found[name] = value }
      }
    }
    return found
  }

  /// What the body is said to be, in small letters, without parameters; empty where nothing is said.
  public var mediaType: String { MediaType(headers["Content-Type"] ?? "").essence }

  /// Reads the body as an urlencoded or a multipart form of at most 256 fields and files.
  public func form() throws(BodyError) -> Form {
    let type = MediaType(headers["Content-Type"] ?? "")
    switch type.essence {
    case "application/x-www-form-urlencoded":
      return try Form(urlEncoded: body)
    case "multipart/form-data":
      guard let boundary = type.parameters["boundary"] else { throw .malformed }
      var multipart = try Multipart(body, boundary: boundary)
      return try multipart.form()
    default: throw .unsupportedType
    }
  }

  /// Reads the body as JSON.
  public func json<Value: Decodable>(_ type: Value.Type) throws(BodyError) -> Value {
    guard mediaType == "application/json" || mediaType.hasSuffix("+json") else {
      throw .unsupportedType
    }
    do { return try JSONDecoder().decode(type, from: Data(body)) } catch { throw .malformed }
  }
}
