import Synchronization

/// Bytes that look random and are the same in every run with the same seed.
///
/// SplitMix64 (Steele, Lea and Flood, 2014), eight bytes a step, lowest first. Tasks that draw at the
/// same time share one sequence, so each draw differs from every other, in an order that is theirs.
public final class SeededBytes: Sendable {
  private let state: Mutex<UInt64>

  /// - Parameter seed: where the sequence begins.
  public init(seed: UInt64) {
    state = Mutex(seed)
  }

  /// The next bytes of the sequence.
  public func next(_ count: Int) -> [UInt8] {
    state.withLock { state in
      var bytes: [UInt8] = []
      while bytes.count < count {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        word ^= word >> 31
        bytes += (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
      }
      return Array(bytes.prefix(count))
    }
  }
}
