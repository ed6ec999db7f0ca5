public import Mail
public import PetitionSite
import Petitions
import Testing

extension Effects {
  /// Effects for a test; using one that the test did not set is recorded as an issue.
  public static func test(
    now: (@Sendable () -> Int64)? = nil, uptime: (@Sendable () -> Int64)? = nil,
    pause: (@Sendable (Int64) async throws -> Void)? = nil,
    random: (@Sendable (Int) -> [UInt8])? = nil,
    deliver: (@Sendable ([MailMessage]) async throws -> [Delivery])? = nil,
    canDeliver: @escaping @Sendable () -> Bool = { true },
    renderPhoto: (@Sendable ([UInt8]) async throws -> PhotoRendering)? = nil
  ) -> Effects {
    Effects(
      now: now ?? {
        Issue.record("the clock was read, and the test set none")
        return 0
      },
      uptime: uptime ?? {
        Issue.record("the uptime was read, and the test set none")
        return 0
      },
      pause: pause ?? { _ in
        Issue.record("something waited, and the test did not say how")
      },
      random: random ?? { count in
        Issue.record("random bytes were drawn, and the test set no source")
        return [UInt8](repeating: 0, count: count)
      },
      deliver: deliver ?? { mails in
        Issue.record("a mail was handed over, and the test set nobody to take it")
        return mails.map { _ in .accepted(answer: nil) }
      }, canDeliver: canDeliver,
      renderPhoto: renderPhoto ?? { _ in
        Issue.record("a photo was rendered, and the test set nobody to do it")
        return .refused(.damaged)
      })
  }
}
