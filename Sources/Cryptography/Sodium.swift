import CSodium

/// The start of libsodium, which must precede every other call into it.
enum Sodium {
  /// Starts the library on first use, once in the process and from any thread.
  static let start: Void = {
    // It fails only where the system has no random numbers; nothing secret can be done there.
    precondition(sodium_init() >= 0, "the system gives no random numbers")
  }()
}
