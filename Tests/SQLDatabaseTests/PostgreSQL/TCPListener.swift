import Foundation
import Synchronization

/// A socket that listens on a free port of loopback.
final class TCPListener: Sendable {
  let descriptor: Int32
  let port: UInt16

  /// - Parameter apartFromClients: whether no connection of anybody is to be given the port later.
  init(apartFromClients: Bool = false) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    // Linux gives clients the ports from 32768 on.
    var port: UInt16?
    for _ in 0..<20 where port == nil {
      port = Self.listen(on: apartFromClients ? .random(in: 20_000..<32_000) : 0, descriptor)
    }
    guard let port else { throw ServerFailed() }
    self.port = port
  }

  /// Takes a port, 0 for any, and gives the one that was taken.
  private static func listen(on port: UInt16, _ descriptor: Int32) -> UInt16? {
    var address = loopback(port: port)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        let bound = bind(descriptor, $0, length)
        guard bound == 0, Glibc.listen(descriptor, 64) == 0 else { return Int32(-1) }
        return getsockname(descriptor, $0, &length)
      }
    }
    return result == 0 ? UInt16(bigEndian: address.sin_port) : nil
  }

  deinit { close(descriptor) }

  static func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return address
  }
}

/// Passes everything on to another port of loopback, until it is told to swallow the answers.
final class SwallowingProxy: Sendable {
  private let listener: TCPListener
  private let target: UInt16
  private let swallows = Mutex(false)
  private let isOver = Mutex(false)

  var port: UInt16 { listener.port }

  init(to target: UInt16) throws {
    listener = try TCPListener()
    self.target = target
    Thread.detachNewThread { [listener, self] in
      while true {
        let client = accept(listener.descriptor, nil, nil)
        guard client >= 0, !isOver.withLock({ $0 }) else { return }
        pass(client)
      }
    }
  }

  /// Keeps back what the server says from now on, on every connection.
  func swallowAnswers(_ isOn: Bool = true) { swallows.withLock { $0 = isOn } }

  /// Accepts nothing more.
  func close() {
    isOver.withLock { $0 = true }
    shutdown(listener.descriptor, Int32(SHUT_RDWR))
  }

  private func pass(_ client: Int32) {
    let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = TCPListener.loopback(port: target)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      Glibc.close(client)
      Glibc.close(server)
      return
    }
    Thread.detachNewThread { [self] in copy(from: client, to: server) { false } }
    Thread.detachNewThread { [self] in copy(from: server, to: client) { swallows.withLock { $0 } } }
  }

  /// Copies until either side ends; the descriptors of a few connections are left to the process.
  private func copy(from source: Int32, to target: Int32, unless swallows: () -> Bool) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(source, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      if swallows() { continue }
      guard send(target, buffer, count, Int32(MSG_NOSIGNAL)) == count else { break }
    }
    shutdown(source, Int32(SHUT_RDWR))
    shutdown(target, Int32(SHUT_RDWR))
  }
}
