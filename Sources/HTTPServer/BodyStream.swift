/// A body that is made piece by piece while it is sent, for answers of any size.
///
/// Equal only to itself.
public final class BodyStream: Sendable, Hashable {
  /// Makes the piece that follows; nil ends the body.
  public let next: @Sendable () async throws -> [UInt8]?

  /// - Parameter next: makes the piece that follows; nil ends the body. It is never called before the
  ///   last piece has gone, and not again once the client went away or the server gave up. Where it
  ///   throws, the connection is closed without a proper end, so that no client takes a part for the
  ///   whole. It begins on an event loop and leaves it at its first suspension.
  public init(_ next: @escaping @Sendable () async throws -> [UInt8]?) {
    self.next = next
  }

  /// The same, telling of an error before it throws it.
  func telling(_ tell: @escaping @Sendable (any Error) -> Void) -> BodyStream {
    BodyStream { [next] in
      do {
        return try await next()
      } catch {
        tell(error)
        throw error
      }
    }
  }

  /// Whether they are one and the same.
  public static func == (left: BodyStream, right: BodyStream) -> Bool { left === right }

  /// By identity.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(self))
  }
}
