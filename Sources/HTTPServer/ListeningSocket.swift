import CMicroHTTPD
import Glibc

/// A bound socket that connections can be accepted from; closed when it goes away.
struct ListeningSocket: ~Copyable {
  let descriptor: Int32
  let port: UInt16

  init(host: String, port: UInt16) throws(ServerError) {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &list) == 0, let first = list else {
      throw .unknownHost
    }
    defer { freeaddrinfo(list) }
    descriptor = try Self.listen(on: first.pointee)
    self.port = Self.boundPort(of: descriptor) ?? port
  }

  deinit {
    close(descriptor)
  }

  /// The next connection with its other end; nil when there is none or no descriptor for it.
  func accept() -> (descriptor: Int32, address: sockaddr_storage)? {
    var address = sockaddr_storage()
    let accepted = cmicrohttpd_accept(descriptor, &address)
    return accepted >= 0 ? (accepted, address) : nil
  }

  private static func listen(on info: addrinfo) throws(ServerError) -> Int32 {
    let type = info.ai_socktype | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let made = socket(info.ai_family, type, info.ai_protocol)
    guard made >= 0 else { throw .cannotListen(errno) }
    var yes: Int32 = 1
    setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    guard bind(made, info.ai_addr, info.ai_addrlen) == 0, Glibc.listen(made, 4096) == 0 else {
      let number = errno
      close(made)
      throw .cannotListen(number)
    }
    return made
  }

  private static func boundPort(of descriptor: Int32) -> UInt16? {
    var address = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &size)
      }
    }
    // The port stands at the same place in both families.
    return result == 0
      ? withUnsafeBytes(of: address) {
        UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
      } : nil
  }
}
