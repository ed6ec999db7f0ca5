import PetitionStore
import TestSupport
import Testing

@testable import Mail
@testable import PetitionSite

/// What becomes of a mail that could not be handed over.
@Suite struct MailPumpTests {
  /// A pump whose mails all fail with an error, as the outbox does.
  private static func pump(_ client: SiteClient, failing error: OutboxError) -> MailPump {
    MailPump(
      store: client.store, settings: client.settings, localizations: client.localizations,
      effects: .test(
        now: { client.clock.now },
        deliver: { mails in
          if error.call == .synchronise { throw error }
          return mails.map { _ in .deferred(error) }
        }),
      report: { _ in })
  }

  @Test func `a mail that fails waits, and is sent when it can be`() async throws {
    try await SiteClient.withPetition { client, slug in
      _ = try await client.sign(People.arnaud, slug)
      let taken = try await Self.pump(client, failing: OutboxError(call: .write)).deliverDueMails()
      #expect(taken == 1)
      #expect(try await client.mails().isEmpty, "its lease has not ended")
      client.clock.advance(by: 5 * 60_000)
      #expect(try await client.mails().count == 1)
    }
  }

  @Test func `a link that confirms nothing any more is not sent`() async throws {
    try await SiteClient.withPetition { client, slug in
      _ = try await client.sign(People.arnaud, slug)
      try await client.store.close(slug)
      #expect(try await client.mails().isEmpty)
      client.clock.advance(by: 60 * 60_000)
      #expect(try await client.mails().isEmpty)
    }
  }

  @Test func `a disk that did not keep a mail ends the program`() async throws {
    try await SiteClient.withPetition { client, slug in
      _ = try await client.sign(People.arnaud, slug)
      await #expect(throws: OutboxError.self) {
        try await Self.pump(client, failing: OutboxError(call: .synchronise)).run()
      }
    }
  }
}
