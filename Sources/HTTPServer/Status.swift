/// The three digits that open an answer (RFC 9110, 15).
public struct Status: Sendable, Hashable {
  /// From 200 to 599.
  public let code: Int

  /// Takes any final code; one outside 200 to 599 becomes 500.
  public init(_ code: Int) {
    self.code = (200...599).contains(code) ? code : 500
  }

  /// What was asked for (RFC 9110, 15.3.1).
  public static let ok = Status(200)
  /// Something new exists (RFC 9110, 15.3.2).
  public static let created = Status(201)
  /// Will be done later (RFC 9110, 15.3.3).
  public static let accepted = Status(202)
  /// Done, and nothing to show (RFC 9110, 15.3.5).
  public static let noContent = Status(204)
  /// Lives elsewhere for good; the method may change to GET (RFC 9110, 15.4.2).
  public static let movedPermanently = Status(301)
  /// Lives elsewhere for now; the method may change to GET (RFC 9110, 15.4.3).
  public static let found = Status(302)
  /// The outcome is shown elsewhere, to be fetched with GET (RFC 9110, 15.4.4).
  public static let seeOther = Status(303)
  /// The client has it already (RFC 9110, 15.4.5).
  public static let notModified = Status(304)
  /// Lives elsewhere for now; the method stays (RFC 9110, 15.4.8).
  public static let temporaryRedirect = Status(307)
  /// Lives elsewhere for good; the method stays (RFC 9110, 15.4.9).
  public static let permanentRedirect = Status(308)
  /// Cannot be understood (RFC 9110, 15.5.1).
  public static let badRequest = Status(400)
  /// Needs a login (RFC 9110, 15.5.2).
  public static let unauthorized = Status(401)
  /// Is understood and not allowed (RFC 9110, 15.5.4).
  public static let forbidden = Status(403)
  /// Nothing lives there (RFC 9110, 15.5.5).
  public static let notFound = Status(404)
  /// Lives there, but not for this method; `Allow` is due (RFC 9110, 15.5.6).
  public static let methodNotAllowed = Status(405)
  /// There is no form that the client takes (RFC 9110, 15.5.7).
  public static let notAcceptable = Status(406)
  /// Did not arrive in time (RFC 9110, 15.5.9).
  public static let requestTimeout = Status(408)
  /// Does not fit the present state (RFC 9110, 15.5.10).
  public static let conflict = Status(409)
  /// Lived there once and will not again (RFC 9110, 15.5.11).
  public static let gone = Status(410)
  /// A condition of the client does not hold (RFC 9110, 15.5.13).
  public static let preconditionFailed = Status(412)
  /// The body is too large (RFC 9110, 15.5.14).
  public static let payloadTooLarge = Status(413)
  /// The target is too long (RFC 9110, 15.5.15).
  public static let uriTooLong = Status(414)
  /// The type of the body is not taken (RFC 9110, 15.5.16).
  public static let unsupportedMediaType = Status(415)
  /// `Expect` asks for something unknown (RFC 9110, 15.5.18).
  public static let expectationFailed = Status(417)
  /// Is well-formed and wrong (RFC 9110, 15.5.21).
  public static let unprocessable = Status(422)
  /// One client asks too often (RFC 6585, 4).
  public static let tooManyRequests = Status(429)
  /// The header fields are too many or too large (RFC 6585, 5).
  public static let headerFieldsTooLarge = Status(431)
  /// The server failed (RFC 9110, 15.6.1).
  public static let internalServerError = Status(500)
  /// The method is unknown here (RFC 9110, 15.6.2).
  public static let notImplemented = Status(501)
  /// A server behind this one failed (RFC 9110, 15.6.3).
  public static let badGateway = Status(502)
  /// Not now; `Retry-After` is welcome (RFC 9110, 15.6.4).
  public static let serviceUnavailable = Status(503)
  /// A server behind this one did not answer in time (RFC 9110, 15.6.5).
  public static let gatewayTimeout = Status(504)

  /// A few words for people, or "Status" where RFC 9110 has none.
  public var reason: String { Self.reasons[code] ?? "Status" }

  private static let reasons: [Int: String] = [
    200: "OK", 201: "Created", 202: "Accepted", 204: "No Content",
    301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified",
    307: "Temporary Redirect", 308: "Permanent Redirect",
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout", 409: "Conflict",
    410: "Gone", 412: "Precondition Failed", 413: "Content Too Large", 414: "URI Too Long",
    415: "Unsupported Media Type", 417: "Expectation Failed", 422: "Unprocessable Content",
    429: "Too Many Requests", 431: "Request Header Fields Too Large",
    500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
    503: "Service Unavailable", 504: "Gateway Timeout",
  ]
}
