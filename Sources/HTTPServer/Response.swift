/// An answer: status, header fields and its body, whole or as a stream.
public struct Response: Sendable, Hashable {
  /// Says in three digits how it went.
  public var status: Status
  /// `Content-Length`, `Transfer-Encoding`, `Connection` and `Date` are the server's and are replaced.
  public var headers: HeaderFields
  /// For HEAD, what GET would get: the server sends its length only.
  public var body: [UInt8]
  /// What is sent instead of ``body``, made piece by piece; HEAD makes none of it.
  public var stream: BodyStream?
  /// What the log says instead of the path.
  public var routeName: String

  /// Makes an answer; without a name of the route the log says "unmatched".
  public init(
    status: Status = .ok, headers: HeaderFields = HeaderFields(), body: [UInt8] = [],
    routeName: String = "unmatched"
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.routeName = routeName
  }

  /// Makes an answer whose body is made while it is sent; it cannot be prepared or compressed.
  public init(
    status: Status = .ok, headers: HeaderFields = HeaderFields(), stream: BodyStream,
    routeName: String = "unmatched"
  ) {
    self.init(status: status, headers: headers, routeName: routeName)
    self.stream = stream
  }

  /// Plain text in UTF-8.
  public static func text(
    _ text: String, status: Status = .ok, routeName: String = "unmatched"
  ) -> Response {
    Response(
      status: status, headers: HeaderFields([("Content-Type", "text/plain; charset=utf-8")]),
      body: Array(text.utf8), routeName: routeName)
  }

  /// Sends the client elsewhere; bytes that cannot stand in an address are escaped.
  public static func redirect(to address: String, status: Status = .seeOther) -> Response {
    Response(
      status: status,
      headers: HeaderFields([("Location", PercentEncoding.encode(address: address))]))
  }

  /// 405 with the methods that would work; HEAD is added where GET is.
  public static func methodNotAllowed(allow methods: [Method]) -> Response {
    var names = methods.map(\.rawValue)
    if methods.contains(.get), !methods.contains(.head) { names.append(Method.head.rawValue) }
    var response = Response.text("Method Not Allowed\n", status: .methodNotAllowed)
    response.headers.set("Allow", names.joined(separator: ", "))
    return response
  }

  /// Itself, or 304 where the request is GET or HEAD, this is a 200 with an `ETag`, and the client has
  /// it already (RFC 9110, 13.1.2).
  public func conditional(for request: Request) -> Response {
    guard request.method == .get || request.method == .head, status == .ok,
      let tag = headers["ETag"],
      request.headers.all("If-None-Match").contains(where: {
        EntityTag.list($0.utf8, has: tag.utf8)
      })
    else { return self }
    return notModified
  }

  /// The 304 for this answer: without the body and what describes it.
  var notModified: Response {
    var response = self
    response.status = .notModified
    response.body = []
    response.stream = nil
    for name: HeaderName in ["Content-Type", "Content-Encoding", "Content-Language"] {
      response.headers.remove(name)
    }
    return response
  }
}
