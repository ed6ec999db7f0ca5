import Cryptography

/// What a passkey signs: random bytes, when they end, and a code over both and what they are for.
///
/// So nothing is written when a page shows one; only that it was used is kept, until it ends.
struct PasskeyChallenge {
  /// What a challenge was drawn for.
  enum Purpose: Hashable {
    /// To sign in where nobody is signed in.
    case signIn
    /// To show again who one is, in one session.
    case proof(session: [UInt8])
    /// To make a passkey, in one session.
    case registration(session: [UInt8])

    fileprivate var bytes: [UInt8] {
      switch self {
      case .signIn: [1]
      case .proof(let session): [2] + session
      case .registration(let session): [3] + session
      }
    }
  }

  let bytes: [UInt8]
  /// In UTC milliseconds.
  let expiresAt: Int64

  private static let nonceCount = 16
  private static let timeCount = 8

  init(
    for purpose: Purpose, expiresAt: Int64, key: SecretKey, random: (Int) -> [UInt8]
  ) {
    let head = random(Self.nonceCount) + withUnsafeBytes(of: expiresAt.bigEndian) { Array($0) }
    bytes = head + Self.code(for: head, purpose, key)
    self.expiresAt = expiresAt
  }

  /// A challenge that came back.
  ///
  /// - Returns: nil for one that was drawn for something else or not here, or has ended.
  init?(_ bytes: [UInt8], for purpose: Purpose, key: SecretKey, at now: Int64) {
    let headCount = Self.nonceCount + Self.timeCount
    guard bytes.count == headCount + HMACSHA256.count else { return nil }
    let head = Array(bytes.prefix(headCount))
    guard
      isEqualInConstantTime(Array(bytes.dropFirst(headCount)), Self.code(for: head, purpose, key))
    else { return nil }
    let time = head.suffix(Self.timeCount).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    expiresAt = Int64(bitPattern: time)
    guard expiresAt > now else { return nil }
    self.bytes = bytes
  }

  /// By this it is known again once it was used.
  var hash: [UInt8] { SHA256.hash(bytes) }

  private static func code(for head: [UInt8], _ purpose: Purpose, _ key: SecretKey) -> [UInt8] {
    HMACSHA256.code(for: Array("passkey challenge".utf8) + purpose.bytes + head, key: key)
  }
}
