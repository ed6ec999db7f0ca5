import CMicroHTTPD
import Glibc
import Synchronization

/// One call of libmicrohttpd about one request, on the worker's thread.
struct Call {
  let worker: Worker
  let connection: Connection
  let mhd: OpaquePointer

  private var context: ServerContext { worker.context }

  /// The head is there; nothing may be answered yet unless the connection is to be closed.
  func headArrived(_ line: RequestLine) -> MHD_Result {
    let head = HeadInspection.inspect(mhd, line: line, limits: context.limits)
    let now = SteadyClock.milliseconds
    connection.progress.store(0, ordering: .relaxed)
    guard connection.phase.enter(.body, now: now) else { return .NO }
    connection.exchange.method = Method(rawValue: String(cString: line.method))
    if let refusal = head.refusal { return refuse(refusal) }
    guard connection.exchange.target.isValid else { return refuse(.badRequest) }
    guard let method = connection.exchange.method else { return refuse(.notImplemented) }
    let limit =
      context.limits.bodyLimit(method, connection.exchange.target.path)
      ?? context.limits.bodyBytes
    if let length = head.contentLength, length > limit { return refuse(.payloadTooLarge) }
    connection.exchange.bodyLimit = limit
    connection.exchange.stage = .body
    return .YES
  }

  func bodyArrived(_ bytes: UnsafeRawBufferPointer) -> MHD_Result {
    if connection.phase.current.kind == .cut { return .NO }
    connection.progress.add(bytes.count, ordering: .relaxed)
    let count = connection.exchange.body.count + bytes.count
    // Only a chunked body gets here: any other was refused by its declared length.
    if count > connection.exchange.bodyLimit { return refuseInTheMiddle(.payloadTooLarge) }
    let total = context.bodyBytes.add(bytes.count, ordering: .relaxed).newValue
    if total > context.limits.bodyBytesInTotal {
      context.bodyBytes.subtract(bytes.count, ordering: .relaxed)
      return refuseInTheMiddle(.serviceUnavailable)
    }
    connection.exchange.body.append(contentsOf: bytes)
    return .YES
  }

  /// Everything is there: answers at once from memory, or starts the handler.
  func requestArrived() -> MHD_Result {
    guard connection.phase.enter(.handling, now: SteadyClock.milliseconds),
      let method = connection.exchange.method
    else { return .NO }
    if let prepared = prepared(method) {
      connection.exchange.routeName = prepared.routeName
      return queue(
        context.isDraining.load(ordering: .relaxed)
          ? prepared.last(for: mhd) : prepared.queued(for: mhd))
    }
    let working = context.requestsInFlight.add(1, ordering: .relaxed).newValue
    guard working <= context.limits.requestsInFlight else {
      context.requestsInFlight.subtract(1, ordering: .relaxed)
      var busy = context.refusal(.serviceUnavailable)
      busy.headers.set("Retry-After", "1")
      return answer(busy)
    }
    connection.exchange.stage = .handling
    start(request(method))
    return answerArrived()
  }

  /// Queues what the handler has made, if it has.
  func answerArrived() -> MHD_Result {
    let answer = connection.handover.withLock { handover -> Connection.Answer? in
      guard case .answered(let answer) = handover else { return nil }
      handover = .none
      return answer
    }
    // Without one the connection is suspended by now.
    guard let answer else { return .YES }
    connection.exchange.routeName = answer.routeName
    return queue(answer.queued)
  }

  private func prepared(_ method: Method) -> PreparedResponse? {
    guard method == .get || method == .head, connection.exchange.body.isEmpty else { return nil }
    let target = connection.exchange.target
    let head = RequestHead(
      method: method, path: target.path, query: target.query, connection: mhd)
    return context.fastPath(head)
  }

  // The task is not a child of `Server.run`: cancelling that one must not cancel requests that are
  // being answered. The supervisor waits for every connection, and cancels those that take too long.
  // It starts on this thread and stays until its first suspension: an answer that needs no waiting
  // is queued without the cost of a suspended connection.
  private func start(_ request: Request) {
    connection.handover.withLock { $0 = .running }
    let suspended = Suspended(connection: connection, mhd: mhd)
    let context = context
    let task = Task.immediate {
      var response: Response
      do {
        response = try await context.handler(request)
        if let stream = response.stream {
          response.stream = stream.telling { _ = context.failure($0, request) }
        }
      } catch {
        response = context.failure(error, request)
      }
      let isLast = context.isDraining.load(ordering: .relaxed)
      suspended.answer(response, isLast: isLast)
      context.requestsInFlight.subtract(1, ordering: .relaxed)
    }
    connection.handover.withLock { handover in
      guard case .running = handover else { return }
      MHD_suspend_connection(mhd)
      handover = .suspended(task, suspended)
    }
  }

  private func request(_ method: Method) -> Request {
    let headers = headers()
    let target = connection.exchange.target
    var network = connection.network
    var isSecure = false
    if connection.isProxy {
      network = context.client(
        behind: network, forwardedFor: headers.all("X-Forwarded-For"))
      let scheme = headers.all("X-Forwarded-Proto").last?.utf8.split(separator: 0x2C).last
      isSecure = scheme.map { ASCII.equal(ASCII.trimmed(Array($0)), "https".utf8) } ?? false
    }
    return Request(
      method: method, path: target.path, query: QueryItems(target.query), headers: headers,
      body: connection.exchange.body, network: network, isSecure: isSecure,
      host: target.authority ?? headers["Host"] ?? "")
  }

  private func headers() -> HeaderFields {
    var fields = HeaderFields()
    fields.expectRequest()
    withUnsafeMutablePointer(to: &fields) { pointer in
      _ = MHD_get_connection_values_n(
        mhd, .HEADER_KIND,
        { context, _, name, nameSize, value, valueSize in
          guard let context, let name, let value else { return .YES }
          let fields = context.assumingMemoryBound(to: HeaderFields.self)
          let nameBytes = UnsafeRawBufferPointer(start: name, count: nameSize)
          let valueBytes = UnsafeRawBufferPointer(start: value, count: valueSize)
          if let name = HeaderName(validating: String(decoding: nameBytes, as: UTF8.self)) {
            let text = String(decoding: ASCII.trimmed(valueBytes), as: UTF8.self)
            fields.pointee.addChecked(name, text)
          }
          return .YES
        }, pointer)
    }
    return fields
  }

  // Answers.

  private func refuse(_ status: Status) -> MHD_Result {
    connection.mustLinger = true
    return queue(QueuedResponse(context.refusal(status), isLast: true))
  }

  private func answer(_ response: Response) -> MHD_Result {
    connection.exchange.routeName = response.routeName
    let isLast = context.isDraining.load(ordering: .relaxed)
    return queue(QueuedResponse(response, isLast: isLast))
  }

  /// libmicrohttpd takes no answer while a body is coming in, so this one is written past it.
  private func refuseInTheMiddle(_ status: Status) -> MHD_Result {
    connection.mustLinger = true
    connection.exchange.status = status.code
    RawAnswer.send(status, to: connection.descriptor)
    return .NO
  }

  private func queue(_ queued: QueuedResponse?) -> MHD_Result {
    guard let queued else { return .NO }
    let hasBody = connection.exchange.method != .head && queued.status != .notModified
    connection.exchange.stage = .answered
    connection.exchange.status = queued.status.code
    connection.exchange.byteCount = hasBody ? queued.byteCount : 0
    connection.progress.store(connection.exchange.byteCount, ordering: .relaxed)
    guard connection.phase.enter(.answering, now: SteadyClock.milliseconds) else { return .NO }
    queued.stream?.begin(at: Suspended(connection: connection, mhd: mhd))
    return queued.queue(on: mhd)
  }
}

/// A connection that waits for its handler.
///
/// @unchecked Sendable: libmicrohttpd keeps a suspended connection until it is resumed, and
/// `Connection.settle` says so to one caller only.
struct Suspended: @unchecked Sendable {
  let connection: Connection
  let mhd: OpaquePointer

  func answer(_ response: Response, isLast: Bool) {
    let answer = Connection.Answer(
      queued: QueuedResponse(response, isLast: isLast), routeName: response.routeName)
    if connection.settle(answer) { MHD_resume_connection(mhd) }
  }
}

/// The shortest of answers, for a connection that is about to be closed.
enum RawAnswer {
  static func send(_ status: Status, to descriptor: Int32) {
    let retry = status == .serviceUnavailable ? "Retry-After: 1\r\n" : ""
    let text = """
      HTTP/1.1 \(status.code) \(status.reason)\r
      \(retry)Content-Length: 0\r
      Connection: close\r
      \r\n
      """
    let bytes = Array(text.utf8)
    // If the socket takes no more, the client reads none of it anyway.
    _ = Glibc.send(
      descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
  }
}
