import Synchronization

/// A prepared answer in one coding.
final class PreparedForm: Sendable {
  let etag: String
  let headers: HeaderFields
  let full: QueuedResponse
  private let status: Status
  private let known = AtomicLazyReference<QueuedResponse>()

  /// Nil when there is no memory for it.
  init?(of response: Response, coding: ContentCoding, bytes: [UInt8], digest: String) {
    var response = response
    etag = coding == .identity ? "\"\(digest)\"" : "\"\(digest)-\(coding.token)\""
    if response.status == .ok { response.headers.set(.etag, etag) }
    if coding != .identity { response.headers.set(.contentEncoding, coding.token) }
    guard let full = QueuedResponse(response, bytes: bytes) else { return nil }
    status = response.status
    headers = response.headers
    self.full = full
  }

  /// With the bytes.
  var response: Response { Response(status: status, headers: headers, body: full.bytes) }

  /// For a client that has the bytes already; nil where no client can.
  var notModified: QueuedResponse? {
    guard status == .ok else { return nil }
    if let known = known.load() { return known }
    return QueuedResponse(Response(status: status, headers: headers).notModified).map {
      known.storeIfNil($0)
    }
  }
}

/// A form that is made when somebody first wants it, once.
final class LazyForm: Sendable {
  /// Remembers also that there is none.
  private final class Outcome: Sendable {
    let form: PreparedForm?
    init(_ form: PreparedForm?) { self.form = form }
  }

  private let outcome = AtomicLazyReference<Outcome>()
  private let making = Mutex(())

  /// The form, or what `make` gives.
  func form(_ make: () -> PreparedForm?) -> PreparedForm? {
    if let outcome = outcome.load() { return outcome.form }
    // Held while the form is made, so that a second who wants it does not make it again.
    return making.withLock { _ in
      if let outcome = outcome.load() { return outcome.form }
      return outcome.storeIfNil(Outcome(make())).form
    }
  }
}
