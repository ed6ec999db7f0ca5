import CMicroHTTPD
import Glibc
import Synchronization

/// A streamed body on its way: one piece in memory, and the connection suspended while the next is made.
///
/// @unchecked Sendable: `place` is set on the worker's thread before libmicrohttpd asks for the first
/// byte, and never after; everything else is constant or behind the lock.
final class StreamedBody: @unchecked Sendable {
  private let stream: BodyStream
  private let state = Mutex(State.empty)
  private var place: Suspended?

  private enum State {
    /// The last piece has gone.
    case empty
    /// The next is being made, and the callback that asked for it has not returned.
    case pulling
    /// libmicrohttpd leaves the connection alone until it is resumed.
    case suspended(Task<Void, Never>)
    case ready([UInt8], from: Int)
    case ended
    case failed
  }

  init(_ stream: BodyStream) {
    self.stream = stream
  }

  /// Says where it goes.
  func begin(at place: Suspended) {
    self.place = place
    place.connection.handover.withLock { $0 = .streaming(self) }
  }

  /// Ends it without a proper end; a connection that waits for a piece goes on.
  func giveUp() {
    let task = state.withLock { state -> Task<Void, Never>? in
      defer { state = .failed }
      guard case .suspended(let task) = state else { return nil }
      return task
    }
    guard let task else { return }
    if let place { MHD_resume_connection(place.mhd) }
    task.cancel()
  }

  /// Copies what there is, or starts making the next piece; called on the worker's thread.
  ///
  /// - Returns: what libmicrohttpd expects: the number of bytes, 0 for a connection that is suspended
  ///   now, or one of the ends.
  fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    while true {
      switch state.withLock({ Self.take(from: &$0, into: buffer) }) {
      case .bytes(let count):
        if let connection = place?.connection {
          connection.exchange.byteCount += count
          connection.progress.add(count, ordering: .relaxed)
        }
        return count
      case .nothingYet: return 0
      case .pieceIsGone: if pull() { return 0 }
      case .end: return Int(MHD_CONTENT_READER_END_OF_STREAM)
      case .cut: return cut(buffer)
      }
    }
  }

  /// Closes the connection at once, by a byte that cannot be sent any more.
  ///
  /// Told of an error, libmicrohttpd 0.9.75 closes only at the next event on the connection, and may not
  /// be waiting for one.
  private func cut(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard let connection = place?.connection, buffer.count > 0,
      shutdown(connection.descriptor, Int32(SHUT_RDWR)) == 0 || errno == ENOTCONN
    else { return Int(MHD_CONTENT_READER_END_WITH_ERROR) }
    buffer[0] = 0
    return 1
  }

  private enum Taken {
    case bytes(Int)
    case nothingYet
    case pieceIsGone
    case end
    case cut
  }

  private static func take(
    from state: inout State, into buffer: UnsafeMutableRawBufferPointer
  ) -> Taken {
    switch state {
    case .empty: return .pieceIsGone
    case .pulling, .suspended: return .nothingYet
    case .ended: return .end
    case .failed: return .cut
    case .ready(let piece, let start):
      let count = min(buffer.count, piece.count - start)
      piece.withUnsafeBytes { bytes in
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<(start + count)]))
      }
      state = start + count == piece.count ? .empty : .ready(piece, from: start + count)
      return .bytes(count)
    }
  }

  /// - Returns: whether the connection is suspended until the piece is there.
  private func pull() -> Bool {
    state.withLock { $0 = .pulling }
    // Not a child of `Server.run`, as the tasks of handlers are not.
    let task = Task.immediate { [self] in
      do {
        deliver(try await nextPiece().map { .ready($0, from: 0) } ?? .ended)
      } catch {
        deliver(.failed)
      }
    }
    return state.withLock { state in
      guard case .pulling = state, let place else { return false }
      MHD_suspend_connection(place.mhd)
      state = .suspended(task)
      return true
    }
  }

  /// An empty piece would say that there is nothing yet.
  private func nextPiece() async throws -> [UInt8]? {
    while let piece = try await stream.next() {
      if !piece.isEmpty { return piece }
    }
    return nil
  }

  private func deliver(_ new: State) {
    let mustResume = state.withLock { state in
      switch state {
      case .pulling:
        state = new
        return false
      case .suspended:
        state = new
        return true
      // Given up in the meantime.
      case .empty, .ready, .ended, .failed: return false
      }
    }
    if mustResume, let place { MHD_resume_connection(place.mhd) }
  }
}

extension StreamedBody {
  /// The response that reads from here; it keeps this object until the last of its users is done.
  ///
  /// Nil when there is no memory for it.
  func response() -> OpaquePointer? {
    let retained = Unmanaged.passRetained(self)
    let made = MHD_create_response_from_callback(
      UInt64.max, Self.blockSize, readCallback, retained.toOpaque(), releaseCallback)
    if made == nil { retained.release() }
    return made
  }

  /// The size of libmicrohttpd's own buffer for bodies that do not go out in chunks, to clients that
  /// speak HTTP/1.0.
  private static let blockSize = 16 * 1024
}

private let readCallback: MHD_ContentReaderCallback = { context, _, buffer, size in
  guard let context, let buffer else { return Int(MHD_CONTENT_READER_END_WITH_ERROR) }
  return Unmanaged<StreamedBody>.fromOpaque(context).takeUnretainedValue()
    .read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size))
}

private let releaseCallback: MHD_ContentReaderFreeCallback = { context in
  if let context { Unmanaged<StreamedBody>.fromOpaque(context).release() }
}
