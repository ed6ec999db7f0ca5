import Synchronization

/// Numbers that stand for networks for one day: equal for the same network, and nothing else.
///
/// The key is drawn anew each day, lives in memory only, and is gone with the day or with the process;
/// another process gives other numbers.
public final class DailyNetworkTags: Sendable {
  private struct Known {
    var day: Int64
    var key: SipHash.Key
  }

  private let known = Mutex<Known?>(nil)

  /// No key yet.
  public init() {}

  /// The number of a network on a day; asking for another day forgets the key of the one before.
  public func tag(of network: ClientNetwork, day: Int64) -> Int64 {
    let key = known.withLock { known in
      if let known, known.day == day { return known.key }
      let key = SipHash.Key.random()
      known = Known(day: day, key: key)
      return key
    }
    return Int64(bitPattern: network.tag(key: key))
  }
}
