import CMicroHTTPD
import Synchronization

/// An answer made once, with its compressed forms and tags, and given many times.
///
/// Adds `ETag` and, where compressed forms are possible, `Vary: Accept-Encoding`. A compressed form that
/// is not smaller than the bytes themselves is dropped.
public final class PreparedResponse: Sendable {
  /// The strong tag of the bytes as they are; each compressed form has its own.
  public let etag: String
  /// What the log says instead of the path.
  public let routeName: String

  /// Without the body, which the identity form holds.
  private let base: Response
  private let digest: String
  private let effort: CompressionEffort
  /// Nil only if there was no memory for it.
  private let identity: PreparedForm?
  /// One for each coding, in their order; none where nothing is compressed.
  private let coded: [LazyForm]
  private let size: Atomic<Int>

  /// Below so many bytes a compressed form saves nothing on the way.
  static let leastCompressed = 200

  /// Compresses the body as far as told: `stored` at once, `live` when a client first wants it.
  ///
  /// A name of the route given here replaces the response's own.
  public init(
    _ response: Response, compressing effort: CompressionEffort = .live, routeName: String? = nil
  ) {
    self.effort = effort
    self.routeName = routeName ?? response.routeName
    digest = EntityTag.digest(response.body)
    etag = "\"\(digest)\""
    // A body that is already encoded, or a status without one, has only the one form.
    let isCompressed =
      effort != .none && response.headers[.contentEncoding] == nil
      && response.body.count >= Self.leastCompressed
    var base = response
    if isCompressed { base.headers.addToVary(.acceptEncoding) }
    coded = isCompressed ? ContentCoding.compressing.map { _ in LazyForm() } : []
    identity = PreparedForm(of: base, coding: .identity, bytes: base.body, digest: digest)
    base.body = []
    self.base = base
    size = Atomic(identity?.full.byteCount ?? 0)
    if effort == .stored { for coding in ContentCoding.compressing { _ = form(in: coding) } }
  }

  /// How many bytes all forms take that have been made so far.
  public var byteCount: Int { size.load(ordering: .relaxed) }

  /// The answer to one request: the best form that it takes, or 304.
  public func response(for request: Request) -> Response {
    let codings = request.headers.all("Accept-Encoding").joined(separator: ",")
    guard let form = form(for: ContentCoding.Preferences(codings.utf8)) else {
      return Response(status: .serviceUnavailable, routeName: routeName)
    }
    return response(of: form).conditional(for: request)
  }

  private func response(of form: PreparedForm) -> Response {
    var response = form.response
    response.routeName = routeName
    return response
  }

  /// Nil where the form would not be smaller.
  private func form(in coding: ContentCoding) -> PreparedForm? {
    guard coded.indices.contains(coding.rawValue) else { return nil }
    return coded[coding.rawValue].form {
      guard let body = identity?.full.bytes, let bytes = coding.encode(body, effort: effort) else {
        return nil
      }
      size.add(bytes.count, ordering: .relaxed)
      return PreparedForm(of: base, coding: coding, bytes: bytes, digest: digest)
    }
  }

  /// The form that the client wants most, the one that is mostly smallest where it has no wish; nil only
  /// if there was no memory for any.
  private func form(for preferences: ContentCoding.Preferences) -> PreparedForm? {
    guard !coded.isEmpty else { return identity }
    var passedOver: [4 of Bool] = .init(repeating: false)
    while true {
      var best = ContentCoding.identity
      var bestWeight: Int16 = 0
      for coding in ContentCoding.allCases where !passedOver[coding.rawValue] {
        let weight = preferences.weight(of: coding)
        if weight > bestWeight { (best, bestWeight) = (coding, weight) }
      }
      guard best != .identity else { return identity }
      if let form = form(in: best) { return form }
      passedOver[best.rawValue] = true
    }
  }

  // What the server uses.

  /// The form for a request that is still in the hands of libmicrohttpd.
  func queued(for connection: OpaquePointer) -> QueuedResponse? {
    choice(for: connection).map { $0.isKnown ? $0.form.notModified ?? $0.form.full : $0.form.full }
  }

  /// The same as `queued(for:)`, but closing the connection.
  func last(for connection: OpaquePointer) -> QueuedResponse? {
    guard let (form, isKnown) = choice(for: connection) else { return nil }
    let full = response(of: form)
    return QueuedResponse(isKnown ? full.notModified : full, isLast: true)
  }

  /// The form that the client takes, and whether it has it already.
  private func choice(
    for connection: OpaquePointer
  ) -> (form: PreparedForm, isKnown: Bool)? {
    let chosen = withHeader("Accept-Encoding", of: connection) { value in
      value.map { form(for: ContentCoding.Preferences($0)) } ?? identity
    }
    guard let form = chosen else { return nil }
    guard base.status == .ok else { return (form, false) }
    let isKnown = withHeader("If-None-Match", of: connection) { value in
      value.map { EntityTag.list($0, has: form.etag.utf8) } ?? false
    }
    return (form, isKnown)
  }
}

extension HeaderFields {
  /// Adds a name to `Vary` unless it is there (RFC 9110, 12.5.5).
  public mutating func addToVary(_ name: HeaderName) {
    let value = all(.vary).joined(separator: ", ")
    let isListed = value.utf8.split(separator: 0x2C).contains { element in
      let listed = ASCII.trimmed(Array(element))
      return listed == [0x2A] || ASCII.equal(listed, name.spelling.utf8)
    }
    if isListed { return }
    set(.vary, value.isEmpty ? name.spelling : "\(value), \(name.spelling)")
  }
}
