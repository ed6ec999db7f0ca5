import Glibc

/// Threads of the system, for calls that block.
public enum Thread {
  private final class Body {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }

  /// Starts a thread that ends with the body, and that nobody can wait for.
  ///
  /// - Throws: ``ThreadError`` where the system has none to give; the body is then released unused.
  public static func start(_ body: @escaping @Sendable () -> Void) throws(ThreadError) {
    // Balanced at the start of the thread, or below when there is none.
    let context = Unmanaged.passRetained(Body(body))
    var thread = pthread_t()
    let code = pthread_create(&thread, nil, runBody, context.toOpaque())
    guard code == 0 else {
      context.release()
      throw ThreadError(code: code)
    }
    pthread_detach(thread)
  }

  private static let runBody:
    @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
      if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
      return nil
    }
}
