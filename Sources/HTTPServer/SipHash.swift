/// SipHash-2-4 (Aumasson and Bernstein, 2012): keyed, and quick on short and on long input.
struct SipHash {
  struct Key {
    let first: UInt64
    let second: UInt64

    static func random() -> Key {
      Key(first: .random(in: .min ... .max), second: .random(in: .min ... .max))
    }
  }

  private var v0: UInt64
  private var v1: UInt64
  private var v2: UInt64
  private var v3: UInt64

  private init(key: Key, isWide: Bool) {
    v0 = key.first ^ 0x736f_6d65_7073_6575
    v1 = key.second ^ 0x646f_7261_6e64_6f6d
    v2 = key.first ^ 0x6c79_6765_6e65_7261
    v3 = key.second ^ 0x7465_6462_7974_6573
    if isWide { v1 ^= 0xee }
  }

  /// The 64-bit hash of two words, as if they were 16 bytes.
  static func hash(_ first: UInt64, _ second: UInt64, key: Key) -> UInt64 {
    var state = SipHash(key: key, isWide: false)
    state.absorb(first)
    state.absorb(second)
    state.absorb(16 << 56)
    state.v2 ^= 0xff
    return state.squeeze()
  }

  /// The 64-bit hash of bytes.
  static func hash(_ bytes: [UInt8], key: Key) -> UInt64 {
    var state = SipHash(key: key, isWide: false)
    bytes.withUnsafeBytes { state.absorb($0) }
    state.v2 ^= 0xff
    return state.squeeze()
  }

  /// The 128-bit hash of bytes, as its two words.
  static func wideHash(_ bytes: [UInt8], key: Key) -> (UInt64, UInt64) {
    var state = SipHash(key: key, isWide: true)
    bytes.withUnsafeBytes { state.absorb($0) }
    state.v2 ^= 0xee
    let first = state.squeeze()
    state.v1 ^= 0xdd
    return (first, state.squeeze())
  }

  /// 128 bits of long input, quicker than ``wideHash(_:key:)``: four hashes of interleaved words, which the
  /// processor computes at the same time, and a hash of those.
  ///
  /// The four take one round a word, as SipHash-1-3 does: enough to tell states apart, with which no
  /// secret is guarded.
  static func interleavedHash(_ bytes: [UInt8], key: Key) -> (UInt64, UInt64) {
    var lanes = (
      SipHash(key: Key(first: key.first, second: key.second ^ 1), isWide: true),
      SipHash(key: Key(first: key.first, second: key.second ^ 2), isWide: true),
      SipHash(key: Key(first: key.first, second: key.second ^ 3), isWide: true),
      SipHash(key: Key(first: key.first, second: key.second ^ 4), isWide: true)
    )
    var last = SipHash(key: key, isWide: true)
    bytes.withUnsafeBytes { bytes in
      let whole = bytes.count & ~31
      for offset in stride(from: 0, to: whole, by: 32) {
        lanes.0.absorbLightly(bytes.word(at: offset))
        lanes.1.absorbLightly(bytes.word(at: offset + 8))
        lanes.2.absorbLightly(bytes.word(at: offset + 16))
        lanes.3.absorbLightly(bytes.word(at: offset + 24))
      }
      last.absorb(lanes.0.squeeze())
      last.absorb(lanes.1.squeeze())
      last.absorb(lanes.2.squeeze())
      last.absorb(lanes.3.squeeze())
      last.absorb(UInt64(whole))
      last.absorb(UnsafeRawBufferPointer(rebasing: bytes[whole...]))
    }
    last.v2 ^= 0xee
    let first = last.squeeze()
    last.v1 ^= 0xdd
    return (first, last.squeeze())
  }

  private mutating func absorb(_ bytes: UnsafeRawBufferPointer) {
    let whole = bytes.count & ~7
    var offset = 0
    while offset < whole {
      absorb(bytes.word(at: offset))
      offset += 8
    }
    var last = UInt64(truncatingIfNeeded: bytes.count) << 56
    for index in whole..<bytes.count { last |= UInt64(bytes[index]) << UInt64(8 * (index - whole)) }
    absorb(last)
  }

  private mutating func absorb(_ word: UInt64) {
    v3 ^= word
    round()
    round()
    v0 ^= word
  }

  private mutating func absorbLightly(_ word: UInt64) {
    v3 ^= word
    round()
    v0 ^= word
  }

  private mutating func squeeze() -> UInt64 {
    for _ in 0..<4 { round() }
    return v0 ^ v1 ^ v2 ^ v3
  }

  private mutating func round() {
    v0 = v0 &+ v1
    v1 = (v1 << 13 | v1 >> 51) ^ v0
    v0 = v0 << 32 | v0 >> 32
    v2 = v2 &+ v3
    v3 = (v3 << 16 | v3 >> 48) ^ v2
    v0 = v0 &+ v3
    v3 = (v3 << 21 | v3 >> 43) ^ v0
    v2 = v2 &+ v1
    v1 = (v1 << 17 | v1 >> 47) ^ v2
    v2 = v2 << 32 | v2 >> 32
  }
}

extension UnsafeRawBufferPointer {
  /// Eight bytes as a number, lowest first.
  fileprivate func word(at offset: Int) -> UInt64 {
    UInt64(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}
