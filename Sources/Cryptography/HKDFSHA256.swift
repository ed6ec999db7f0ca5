import CSodium

/// Derives keys from a secret with HKDF over HMAC-SHA-256 (RFC 5869).
public enum HKDFSHA256 {
  /// Derives a key of `count` bytes, 1 to 8,160, for the purpose that `info` names.
  public static func key(
    from secret: SecretKey, salt: [UInt8] = [], info: String, count: Int = 32
  ) -> SecretKey {
    key(from: secret, salt: salt, info: Array(info.utf8), count: count)
  }

  /// Derives a key of `count` bytes, 1 to 8,160, for the purpose that `info` names.
  public static func key(
    from secret: SecretKey, salt: [UInt8] = [], info: [UInt8], count: Int = 32
  ) -> SecretKey {
    Source(secret, salt: salt).key(info, count: count)
  }

  /// A secret made ready to derive several keys from (RFC 5869 section 2.2).
  public struct Source: Sendable {
    private let extracted: SecretKey

    /// Does the part of the work that all keys of one secret and salt share.
    public init(_ secret: SecretKey, salt: [UInt8] = []) {
      extracted = SecretKey(count: HMACSHA256.count) { extracted in
        // HMAC pads an empty salt to the block of zeros asked for in the section.
        var state = HMACSHA256.State(key: salt, count: salt.count)
        secret.withPointer { state.update($0, count: $1) }
        state.finish(into: extracted)
      }
    }

    /// Derives a key of `count` bytes, 1 to 8,160, for the purpose that `info` names.
    public func key(_ info: String, count: Int = 32) -> SecretKey {
      key(Array(info.utf8), count: count)
    }

    /// Derives a key of `count` bytes, 1 to 8,160, for the purpose that `info` names.
    public func key(_ info: [UInt8], count: Int = 32) -> SecretKey {
      precondition(
        (1...255 * HMACSHA256.count).contains(count), "RFC 5869 section 2.3: L <= 255*32")
      return extracted.withPointer { extracted, _ in
        SecretKey(count: count) { expand(extracted, info: info, into: $0, count: count) }
      }
    }

    /// Lends a key of 32 bytes for the purpose that `info` names, and wipes it.
    ///
    /// For a key that lives for a moment: making memory that is locked and fenced takes the system ten
    /// times as long as deriving what lies in it.
    public func withKey<Result>(
      _ info: String, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
      HKDFSHA256.withWipedBlock { key in
        extracted.withPointer { extracted, _ in
          expand(extracted, info: Array(info.utf8), into: key, count: HMACSHA256.count)
        }
        return body(UnsafeRawBufferPointer(start: key, count: HMACSHA256.count))
      }
    }
  }

  /// RFC 5869 section 2.3.
  private static func expand(
    _ key: UnsafePointer<UInt8>, info: [UInt8], into output: UnsafeMutablePointer<UInt8>, count: Int
  ) {
    withWipedBlock { block in
      var written = 0
      var round: UInt8 = 1
      while written < count {
        var state = HMACSHA256.State(key: key, count: HMACSHA256.count)
        if round > 1 {
          state.update(block, count: HMACSHA256.count)
        }
        state.update(info)
        state.update([round])
        state.finish(into: block)
        let piece = min(HMACSHA256.count, count - written)
        output.advanced(by: written).update(from: block, count: piece)
        written += piece
        // Wraps only after round 255, which is the last by the limit on the count.
        round &+= 1
      }
    }
  }

  /// Lends 32 bytes and wipes them.
  private static func withWipedBlock<Result>(
    _ body: (UnsafeMutablePointer<UInt8>) -> Result
  ) -> Result {
    let block = UnsafeMutablePointer<UInt8>.allocate(capacity: HMACSHA256.count)
    block.initialize(repeating: 0, count: HMACSHA256.count)
    defer {
      sodium_memzero(block, HMACSHA256.count)
      block.deallocate()
    }
    return body(block)
  }
}
