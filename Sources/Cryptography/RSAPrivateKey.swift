import CCrypto

/// A private key for RSA signatures, read from a PEM file.
///
/// No text form or mirror shows it.
public final class RSAPrivateKey: @unchecked Sendable {
  // Sendable: set once; OpenSSL's keys may be used, and not changed, by many threads at a time.
  private let key: OpaquePointer

  /// The length of the modulus in bits.
  public let bits: Int

  /// The public half as a `SubjectPublicKeyInfo` in DER (RFC 5280, section 4.1.2.7).
  public let publicKeyDER: [UInt8]

  /// Reads PEM text: `RSA PRIVATE KEY` (PKCS#1, RFC 8017) or `PRIVATE KEY` (PKCS#8, RFC 5958).
  ///
  /// Throws `RSAKeyError` for anything else, for a key with a passphrase, and for one of fewer than
  /// 2048 or more than 16,384 bits. Wiping the bytes stays with the caller.
  public init(pem: [UInt8]) throws(RSAKeyError) {
    guard let count = Int32(exactly: pem.count), let key = ccrypto_read_private_key(pem, count)
    else { throw .notReadable }
    do throws(RSAKeyError) {
      guard ccrypto_is_rsa(key) == 1 else { throw .notRSA }
      bits = Int(ccrypto_bits(key))
      guard bits >= 2048 else { throw .tooShort(bits: bits) }
      // OpenSSL's own limit (OPENSSL_RSA_MAX_MODULUS_BITS), which it checks only when verifying.
      guard bits <= 16_384 else { throw .notReadable }
      publicKeyDER = try Self.publicDER(of: key)
    } catch {
      EVP_PKEY_free(key)
      throw error
    }
    self.key = key
  }

  /// Signs a message: PKCS #1 v1.5 with SHA-256 (RFC 8017, section 8.2).
  ///
  /// Equal messages have equal signatures, as long as the modulus (256 bytes for 2048 bits). Throws
  /// `RSAKeyError.cannotSign` where memory ran out or the key contradicts itself.
  public func signature(of message: [UInt8]) throws(RSAKeyError) -> [UInt8] {
    guard let context = EVP_MD_CTX_new() else { throw .cannotSign }
    defer {
      EVP_MD_CTX_free(context)
      // A reason left behind would be taken for that of another call on this thread.
      ERR_clear_error()
    }
    var count = (bits + 7) / 8
    var signature = [UInt8](repeating: 0, count: count)
    guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1,
      EVP_DigestSign(context, &signature, &count, message, message.count) == 1,
      count == signature.count
    else { throw .cannotSign }
    return signature
  }

  private static func publicDER(of key: OpaquePointer) throws(RSAKeyError) -> [UInt8] {
    var bytes: UnsafeMutablePointer<UInt8>?
    let count = i2d_PUBKEY(key, &bytes)
    guard count > 0, let bytes else { throw .notReadable }
    defer { ccrypto_free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
  }

  deinit {
    // Wipes the numbers of the key.
    EVP_PKEY_free(key)
  }
}

extension RSAPrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A fixed text without the key.
  public var description: String { "RSAPrivateKey(redacted)" }

  /// A fixed text without the key.
  public var debugDescription: String { description }

  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Why an RSA key cannot be used.
public enum RSAKeyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No private key in PEM without a passphrase.
  case notReadable

  /// A key for another algorithm.
  case notRSA

  /// A key that can be factored today or soon.
  case tooShort(bits: Int)

  /// No memory, or numbers that do not belong together.
  case cannotSign

  /// A sentence for the log.
  public var description: String {
    switch self {
    case .notReadable: "the key is no private key in PEM form without a passphrase"
    case .notRSA: "the key is not an RSA key"
    case .tooShort(let bits): "the RSA key has \(bits) bits; at least 2048 are needed"
    case .cannotSign: "the RSA key cannot sign"
    }
  }
}
