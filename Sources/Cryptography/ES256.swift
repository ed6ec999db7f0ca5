import CCrypto

/// Signatures with ECDSA on the curve P-256 over SHA-256 (FIPS 186-5; RFC 7518, section 3.4).
public enum ES256 {
  /// A public key: a point of the curve.
  public struct PublicKey: Sendable, Hashable {
    /// Length of a coordinate in bytes.
    public static let coordinateCount = 32

    /// The key as a `SubjectPublicKeyInfo` in DER (RFC 5480).
    private let der: [UInt8]

    /// A point from its two coordinates, or nil when it is none of the curve.
    public init?(x: [UInt8], y: [UInt8]) {
      guard x.count == Self.coordinateCount, y.count == Self.coordinateCount else { return nil }
      der = Self.prefix + x + y
      // Reading it checks that the point lies on the curve.
      guard let key = opened() else { return nil }
      EVP_PKEY_free(key)
    }

    /// Whether a signature in DER (RFC 3279, section 2.2.3) belongs to a message.
    public func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
      // A reason left behind would be taken for that of another call on this thread.
      defer { ERR_clear_error() }
      guard let key = opened() else { return false }
      defer { EVP_PKEY_free(key) }
      guard let context = EVP_MD_CTX_new() else { return false }
      defer { EVP_MD_CTX_free(context) }
      return EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key) == 1
        && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }

    private func opened() -> OpaquePointer? {
      defer { ERR_clear_error() }
      return der.withUnsafeBufferPointer { der in
        var next = der.baseAddress
        return d2i_PUBKEY(nil, &next, der.count)
      }
    }

    /// What stands in DER before the coordinates: id-ecPublicKey, secp256r1, an uncompressed point.
    private static let prefix: [UInt8] = [
      0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08,
      0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ]
  }
}
