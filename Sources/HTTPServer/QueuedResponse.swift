import CMicroHTTPD
import Glibc

/// An answer in the form that libmicrohttpd sends, which it may be sending many times at once.
///
/// @unchecked Sendable: the pointers never change, the bytes are written before `init` returns, and
/// libmicrohttpd guards its own count of users by a lock.
final class QueuedResponse: @unchecked Sendable {
  let status: Status
  /// The body where it is made while it is sent; such an answer is for one connection.
  let stream: StreamedBody?
  private let response: OpaquePointer
  private let buffer: UnsafeRawBufferPointer

  /// Nil when there is no memory for it.
  init?(_ answer: Response, bytes: [UInt8]? = nil, isLast: Bool = false) {
    status = answer.status
    if let body = answer.stream.map(StreamedBody.init) {
      guard let made = body.response() else { return nil }
      (stream, response, buffer) = (body, made, UnsafeRawBufferPointer(start: nil, count: 0))
    } else {
      guard let (made, copy) = Self.response(of: bytes ?? answer.body) else { return nil }
      (stream, response, buffer) = (nil, made, copy)
    }
    for (name, value) in answer.headers.pairs where !Self.framing.contains(name) {
      // An empty value is the only thing it can refuse here, and such a field says nothing.
      _ = MHD_add_response_header(response, name.spelling, value)
    }
    if isLast { _ = MHD_add_response_header(response, "Connection", "close") }
  }

  private static func response(
    of bytes: [UInt8]
  ) -> (response: OpaquePointer, copy: UnsafeRawBufferPointer)? {
    // Given away with MUST_FREE: libmicrohttpd frees the copy when the last of its users is done, which
    // cannot be before `deinit`.
    guard let copy = malloc(max(1, bytes.count)) else { return nil }
    bytes.withUnsafeBytes { source in
      if let start = source.baseAddress { copy.copyMemory(from: start, byteCount: source.count) }
    }
    guard let made = MHD_create_response_from_buffer(bytes.count, copy, .RESPMEM_MUST_FREE) else {
      free(copy)
      return nil
    }
    return (made, UnsafeRawBufferPointer(start: copy, count: bytes.count))
  }

  deinit {
    MHD_destroy_response(response)
  }

  var byteCount: Int { buffer.count }

  var bytes: [UInt8] { Array(buffer) }

  /// Hands itself to a connection that waits for its answer.
  func queue(on connection: OpaquePointer) -> MHD_Result {
    MHD_queue_response(connection, UInt32(status.code), response)
  }

  private static let framing: [HeaderName] = [
    "Content-Length", "Transfer-Encoding", "Connection", "Date",
  ]
}
