/// Why a server could not start.
public enum ServerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The host is neither an address nor a name that resolves to one.
  case unknownHost
  /// The address cannot be listened on; the number is the system's `errno`.
  case cannotListen(Int32)
  /// The system gave no thread or no event loop.
  case cannotStart

  /// For a log.
  public var description: String {
    switch self {
    case .unknownHost: "the host to listen on is unknown"
    case .cannotListen(let number): "cannot listen on the address (errno \(number))"
    case .cannotStart: "cannot start the threads of the server"
    }
  }
}
