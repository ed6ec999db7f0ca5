import Glibc

/// Threads of the system, for calls that block.
enum Thread {
  private final class Body {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }

  /// Starts a thread that ends with the body.
  ///
  /// Throws `DatabaseError` with the code `cannotOpen`.
  static func start(_ body: @escaping @Sendable () -> Void) throws(DatabaseError) {
    // Balanced at the start of the thread, or below when there is none.
    let context = Unmanaged.passRetained(Body(body))
    var thread = pthread_t()
    guard pthread_create(&thread, nil, runBody, context.toOpaque()) == 0 else {
      context.release()
      throw DatabaseError(.cannotOpen, "no thread could be started")
    }
    pthread_detach(thread)
  }

  private static let runBody:
    @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
      if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
      return nil
    }
}
