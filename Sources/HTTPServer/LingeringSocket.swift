import CMicroHTTPD
import Glibc

/// A socket whose last answer is out and whose client may still be sending.
struct LingeringSocket {
  let descriptor: Int32
  /// When it is closed in any case, in milliseconds of the steady clock.
  let deadline: UInt64

  /// Reads what is there and drops it; true at the end of the input.
  func discard() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 64 * 1024)
    // A bound, so that one client cannot keep the thread.
    for _ in 0..<16 {
      let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
      if count == 0 { return true }
      if count < 0 { return errno != EAGAIN && errno != EINTR }
    }
    return false
  }
}
