import Glibc

/// No thread could be started: too little memory, or too many threads already.
public struct ThreadError: Error {
  /// The number that `pthread_create` returned, such as `EAGAIN`.
  public let code: Int32
}

extension ThreadError: CustomStringConvertible {
  /// A sentence for the log.
  public var description: String {
    "no thread could be started: \(String(cString: strerror(code)))"
  }
}
