import CSodium

/// A password as it is kept: hashed with Argon2id (RFC 9106), slowly and with much memory.
///
/// All of it blocks for as long as `Cost` says: call it through ``PasswordHashing``.
public struct PasswordHash: Sendable, Hashable {
  /// What hashing takes, here and for whoever guesses.
  public struct Cost: Sendable, Hashable {
    /// The memory in bytes, a multiple of 1,024 and at least 8,192.
    public var memory: Int

    /// How often the memory is gone through, at least once.
    public var passes: Int

    /// More than OWASP's least (19 MiB, 2 passes): about a tenth of a second on a server.
    public static let usual = Cost(memory: 64 << 20, passes: 3)

    /// A cost; what each number means stands beside it.
    public init(memory: Int, passes: Int) {
      precondition(memory >= 8192 && memory % 1024 == 0, "Argon2 counts its memory in KiB")
      precondition(passes >= 1, "Argon2 goes through its memory at least once")
      self.memory = memory
      self.passes = passes
    }
  }

  /// The hash with its salt and cost, as `$argon2id$v=19$m=65536,t=3,p=1$…` in at most 127 bytes.
  public let text: String

  /// A hash that was kept.
  public init(text: String) {
    self.text = text
  }

  /// Hashes a password with a new salt; equal passwords have different hashes.
  ///
  /// Throws `PasswordHashError` where the memory is not to be had.
  public init(of password: [UInt8], cost: Cost) throws(PasswordHashError) {
    Sodium.start
    var text = [CChar](repeating: 0, count: Self.capacity)
    let result = password.withUnsafeBytes { password in
      // libsodium reads nothing of a password without bytes; it only wants to be given an address.
      withUnsafePointer(to: 0 as CChar) { nothing in
        crypto_pwhash_str_alg(
          &text, password.baseAddress?.assumingMemoryBound(to: CChar.self) ?? nothing,
          UInt64(password.count), UInt64(cost.passes), cost.memory, crypto_pwhash_ALG_ARGON2ID13)
      }
    }
    guard result == 0 else { throw PasswordHashError() }
    self.text = text.withUnsafeBytes { text in
      String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// A hash that no password is known for, to take the same time where there is none to check.
  public static func decoy(cost: Cost) -> PasswordHash {
    let salt = unpaddedBase64(SecureRandom.bytes(16))
    let hash = unpaddedBase64(SecureRandom.bytes(32))
    return PasswordHash(
      text: "$argon2id$v=19$m=\(cost.memory / 1024),t=\(cost.passes),p=1$\(salt)$\(hash)")
  }

  /// Whether this is the hash of a password.
  ///
  /// Also false where the text is no hash, or its memory is not to be had.
  public func isHash(of password: [UInt8]) -> Bool {
    guard let text = padded else { return false }
    return password.withUnsafeBytes { password in
      withUnsafePointer(to: 0 as CChar) { nothing in
        crypto_pwhash_str_verify(
          text, password.baseAddress?.assumingMemoryBound(to: CChar.self) ?? nothing,
          UInt64(password.count))
      }
    } == 0
  }

  /// Whether it was made with another cost, so that the password should be hashed anew when given.
  public func needsRehash(for cost: Cost) -> Bool {
    guard let text = padded else { return true }
    return crypto_pwhash_str_needs_rehash(text, UInt64(cost.passes), cost.memory) != 0
  }

  private static let capacity = Int(crypto_pwhash_STRBYTES)

  /// The text as a C string in as many bytes as libsodium may read.
  private var padded: [CChar]? {
    guard text.utf8.count < Self.capacity, text.utf8.allSatisfy({ $0 > 0 && $0 < 128 }) else {
      return nil
    }
    Sodium.start
    var padded = text.utf8.map { CChar(bitPattern: $0) }
    padded += [CChar](repeating: 0, count: Self.capacity - padded.count)
    return padded
  }

  /// The alphabet with `+` and `/`, as the text form of Argon2 has it.
  private static func unpaddedBase64(_ bytes: [UInt8]) -> String {
    let text = Base64URL.encode(bytes).utf8.map { letter in
      switch letter {
      case UInt8(ascii: "-"): UInt8(ascii: "+")
      case UInt8(ascii: "_"): UInt8(ascii: "/")
      default: letter
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension PasswordHash: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A fixed text without the hash.
  public var description: String { "PasswordHash(redacted)" }

  /// A fixed text without the hash.
  public var debugDescription: String { description }

  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A password could not be hashed, as the memory for it was not to be had.
public struct PasswordHashError: Error, Hashable, CustomStringConvertible {
  /// A sentence for the log.
  public var description: String { "there is no memory to hash a password" }
}
