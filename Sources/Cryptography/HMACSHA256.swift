import CSodium

/// Message authentication with HMAC over SHA-256 (RFC 2104), for keys of any length.
public enum HMACSHA256 {
  /// Length of a code in bytes.
  public static let count = 32

  /// The code of a message: 32 bytes.
  public static func code(for message: [UInt8], key: SecretKey) -> [UInt8] {
    key.withBytes { code(for: message, key: $0) }
  }

  /// The code of a message, under a key that somebody lends: 32 bytes.
  public static func code(for message: [UInt8], key: UnsafeRawBufferPointer) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: count)
    key.withMemoryRebound(to: UInt8.self) { key in
      // libsodium reads nothing of a key without bytes; it only wants to be given an address.
      withUnsafePointer(to: 0 as UInt8) { nothing in
        var state = State(key: key.baseAddress ?? nothing, count: key.count)
        state.update(message)
        state.finish(into: &code)
      }
    }
    return code
  }

  /// Whether a code belongs to a message, found in a time that does not depend on the code's bytes.
  public static func isValid(_ code: [UInt8], for message: [UInt8], key: SecretKey) -> Bool {
    isEqualInConstantTime(code, self.code(for: message, key: key))
  }
}

extension HMACSHA256 {
  /// A code in the making, over a message that comes in pieces.
  struct State: ~Copyable {
    private var state = crypto_auth_hmacsha256_state()

    init(key: UnsafePointer<UInt8>, count: Int) {
      Sodium.start
      crypto_auth_hmacsha256_init(&state, key, count)
    }

    mutating func update(_ bytes: [UInt8]) {
      crypto_auth_hmacsha256_update(&state, bytes, UInt64(bytes.count))
    }

    mutating func update(_ bytes: UnsafePointer<UInt8>, count: Int) {
      crypto_auth_hmacsha256_update(&state, bytes, UInt64(count))
    }

    /// Writes the 32 bytes of the code and wipes the state, which holds the padded key.
    consuming func finish(into code: UnsafeMutablePointer<UInt8>) {
      crypto_auth_hmacsha256_final(&state, code)
      sodium_memzero(&state, MemoryLayout<crypto_auth_hmacsha256_state>.size)
    }
  }
}
