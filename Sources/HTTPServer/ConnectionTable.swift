import Synchronization

/// Every open connection by its descriptor, and how many each network has.
final class ConnectionTable: Sendable {
  private let perNetwork: Int
  private let state = Mutex(State())

  private struct State {
    var connections: [Int32: Connection] = [:]
    var counts: [UInt64: Int] = [:]
  }

  init(perNetwork: Int) {
    self.perNetwork = perNetwork
  }

  var count: Int { state.withLock { $0.connections.count } }

  /// Enters a connection; false if its network has as many as it may.
  func admit(_ connection: Connection) -> Bool {
    state.withLock { state in
      if let tag = connection.tag {
        let count = state.counts[tag, default: 0]
        if count >= perNetwork { return false }
        state.counts[tag] = count + 1
      }
      state.connections[connection.descriptor] = connection
      return true
    }
  }

  subscript(descriptor: Int32) -> Connection? {
    state.withLock { $0.connections[descriptor] }
  }

  /// Forgets a connection.
  ///
  /// After this its descriptor may be closed, and belong to another.
  func remove(_ descriptor: Int32) {
    state.withLock { state in
      guard let tag = state.connections.removeValue(forKey: descriptor)?.tag,
        let count = state.counts[tag]
      else { return }
      state.counts[tag] = count > 1 ? count - 1 : nil
    }
  }

  /// Visits every connection while none can leave, so that each descriptor is its own.
  func visit(_ body: (Connection) -> Void) {
    state.withLock { state in
      for connection in state.connections.values { body(connection) }
    }
  }
}
