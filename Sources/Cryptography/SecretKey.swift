import CSodium

/// Key bytes in memory that is locked, fenced by guard pages and wiped when the last copy is gone.
///
/// Copies share the same memory. No text form, mirror or debugger summary shows the bytes.
public struct SecretKey: Sendable {
  private let memory: GuardedMemory

  /// Copies key bytes; wiping the array they came from stays with the caller.
  public init(bytes: [UInt8]) {
    self.init(count: bytes.count) { $0.update(from: bytes, count: bytes.count) }
  }

  /// Lets a closure write a key of `count` bytes straight into its memory, which starts as zeros.
  init(count: Int, writtenBy write: (UnsafeMutablePointer<UInt8>) -> Void) {
    memory = GuardedMemory(count: count)
    write(memory.address)
  }

  /// A new key from the system's random numbers.
  public static func random(count: Int = 32) -> SecretKey {
    SecretKey(count: count) { randombytes_buf($0, count) }
  }

  /// Length in bytes.
  public var count: Int { memory.count }

  /// Lends the key bytes; the pointer must not leave the closure.
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(start: memory.address, count: memory.count))
  }

  /// Lends the key in the form that libsodium takes.
  func withPointer<Result>(_ body: (UnsafePointer<UInt8>, Int) -> Result) -> Result {
    body(memory.address, memory.count)
  }
}

extension SecretKey: Equatable {
  /// Compares in a time that depends on the lengths only.
  public static func == (left: SecretKey, right: SecretKey) -> Bool {
    left.count == right.count
      && sodium_memcmp(left.memory.address, right.memory.address, left.count) == 0
  }
}

extension SecretKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A fixed text without the key.
  public var description: String { "SecretKey(redacted)" }

  /// A fixed text without the key.
  public var debugDescription: String { description }

  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
