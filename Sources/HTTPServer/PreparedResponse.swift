import CMicroHTTPD

/// An answer made once, with its compressed forms and tags, and given many times.
///
/// Adds `ETag` and, where there are compressed forms, `Vary: Accept-Encoding`. A compressed form that
/// is not smaller than the bytes themselves is dropped.
public final class PreparedResponse: Sendable {
  /// The strong tag of the bytes as they are; each compressed form has its own.
  public let etag: String
  /// What the log says instead of the path.
  public let routeName: String

  private let status: Status
  private let forms: [Form]

  private struct Form {
    let coding: ContentCoding
    let etag: String
    let headers: HeaderFields
    let full: QueuedResponse
    let notModified: QueuedResponse?
  }

  /// Compresses the body as far as told; a name of the route given here replaces the response's own.
  public init(
    _ response: Response, compressing effort: CompressionEffort = .live, routeName: String? = nil
  ) {
    let digest = EntityTag.digest(response.body)
    etag = "\"\(digest)\""
    self.routeName = routeName ?? response.routeName
    status = response.status
    // A body that is already encoded, or a status without one, has only the one form.
    let isPlain = response.headers["Content-Encoding"] == nil
    var coded: [(ContentCoding, [UInt8])] = []
    for coding in ContentCoding.allCases where isPlain {
      if let bytes = coding.encode(response.body, effort: effort) { coded.append((coding, bytes)) }
    }
    var base = response
    if !coded.isEmpty { base.headers.addToVary("Accept-Encoding") }
    forms = ([(.identity, response.body)] + coded).compactMap { coding, bytes in
      Self.form(of: base, coding: coding, bytes: bytes, digest: digest)
    }
  }

  /// The answer to one request: the best form that it takes, or 304.
  public func response(for request: Request) -> Response {
    let codings = request.headers.all("Accept-Encoding").joined(separator: ",")
    guard let form = form(for: ContentCoding.Preferences(codings.utf8)) else {
      return Response(status: .serviceUnavailable, routeName: routeName)
    }
    return response(of: form).conditional(for: request)
  }

  private static func form(
    of response: Response, coding: ContentCoding, bytes: [UInt8], digest: String
  ) -> Form? {
    var response = response
    let etag = coding == .identity ? "\"\(digest)\"" : "\"\(digest)-\(coding.token)\""
    if response.status == .ok { response.headers.set("ETag", etag) }
    if coding != .identity { response.headers.set("Content-Encoding", coding.token) }
    guard let full = QueuedResponse(response, bytes: bytes) else { return nil }
    let notModified = response.status == .ok ? QueuedResponse(response.notModified) : nil
    return Form(
      coding: coding, etag: etag, headers: response.headers, full: full, notModified: notModified)
  }

  private func response(of form: Form) -> Response {
    Response(
      status: status, headers: form.headers, body: form.full.bytes, routeName: routeName)
  }

  /// The form that the client wants most, the smaller one where it has no wish; nil only if there was
  /// no memory for any.
  private func form(for preferences: ContentCoding.Preferences) -> Form? {
    var best: Form?
    var bestWeight: Int16 = 0
    for form in forms {
      let weight = preferences.weight(of: form.coding)
      guard weight > 0 else { continue }
      if weight < bestWeight { continue }
      if let best, weight == bestWeight, form.full.byteCount >= best.full.byteCount { continue }
      best = form
      bestWeight = weight
    }
    return best ?? forms.first
  }

  // What the server uses.

  /// The form for a request that is still in the hands of libmicrohttpd.
  func queued(for connection: OpaquePointer) -> QueuedResponse? {
    let chosen = withHeader("Accept-Encoding", of: connection) { value in
      value.map { form(for: ContentCoding.Preferences($0)) } ?? forms.first
    }
    guard let form = chosen else { return nil }
    guard let notModified = form.notModified else { return form.full }
    return withHeader("If-None-Match", of: connection) { value in
      let isKnown = value.map { EntityTag.list($0, has: form.etag.utf8) } ?? false
      return isKnown ? notModified : form.full
    }
  }

  /// The same as `queued(for:)`, but closing the connection.
  func last(for connection: OpaquePointer) -> QueuedResponse? {
    guard let chosen = queued(for: connection),
      let form = forms.first(where: { $0.full === chosen || $0.notModified === chosen })
    else { return nil }
    let full = response(of: form)
    return QueuedResponse(form.full === chosen ? full : full.notModified, isLast: true)
  }
}

extension HeaderFields {
  /// Adds a name to `Vary` unless it is there (RFC 9110, 12.5.5).
  public mutating func addToVary(_ name: HeaderName) {
    let value = all("Vary").joined(separator: ", ")
    let isListed = value.utf8.split(separator: 0x2C).contains { element in
      let listed = ASCII.trimmed(Array(element))
      return listed == [0x2A] || ASCII.equal(listed, name.spelling.utf8)
    }
    if isListed { return }
    set("Vary", value.isEmpty ? name.spelling : "\(value), \(name.spelling)")
  }
}
