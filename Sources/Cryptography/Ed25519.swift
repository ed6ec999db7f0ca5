import CSodium

/// Signatures with Ed25519 (RFC 8032, section 5.1).
public enum Ed25519 {
  /// A public key.
  public struct PublicKey: Sendable, Hashable {
    /// Length of a key in bytes.
    public static let count = 32

    /// Length of a signature in bytes.
    public static let signatureCount = 64

    private let bytes: [UInt8]

    /// A key from its bytes, or nil when they are not 32.
    ///
    /// Whether they are a point of the curve shows when a signature is checked.
    public init?(_ bytes: [UInt8]) {
      guard bytes.count == Self.count else { return nil }
      self.bytes = bytes
    }

    /// Whether a signature belongs to a message.
    ///
    /// Keys of small order and signatures that could be written in a second way are refused.
    public func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
      guard signature.count == Self.signatureCount else { return false }
      Sodium.start
      return crypto_sign_verify_detached(signature, message, UInt64(message.count), bytes) == 0
    }
  }
}
