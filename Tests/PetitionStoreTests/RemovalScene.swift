import EmailAddresses
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

extension Store {
  /// Does the next batch of every removal that works.
  ///
  /// - Throws: what the last one failed with.
  func continueRemovals(at now: Int64) async throws -> Int {
    var failure: (any Error)?
    let batches = try await continueRemovals(at: now) { failure = $1 }
    if let failure { throw failure }
    return batches
  }
}

extension Scene {
  /// Somebody at the desk.
  func moderator(_ name: String = "one") async throws -> Account.ID {
    try await store.addAccount(
      EmailAddress(parsing: "\(name)@desk.example.org"), name: name, role: .moderator,
      language: "en", by: nil, at: clock.now)
  }

  /// So many signatures, every third by a program that calls itself "Bot" and comes from `bots.example`.
  func fill(_ count: Int) async throws {
    let signers = try (1...count).map { number in
      let isBot = number.isMultiple(of: 3)
      let person = Person(
        name: isBot ? "Bot \(number)" : "Person \(number)",
        email: "p\(number)@\(isBot ? "bots.example" : "people.example")")
      return ConfirmedSigner(
        try person.signer(
          reason: "No. \(number)", country: ["MM", "DE", "FR", nil][number % 4],
          wantsUpdates: number.isMultiple(of: 5)),
        confirmedAt: clock.now, origin: SignatureOrigin(source: SourceCode(isBot ? "bad" : "good")))
    }
    try await store.addConfirmed(signers, to: petition)
  }

  static func bots() throws -> SignatureFilter {
    let pattern: NamePattern = try #require(NamePattern(typed: "bot *"))
    var filter = SignatureFilter()
    filter.name = pattern
    return filter
  }

  static func one(_ ordinal: Int) -> SignatureFilter {
    var filter = SignatureFilter()
    filter.ordinals = ordinal...ordinal
    return filter
  }

  func count(_ filter: SignatureFilter, by account: Account.ID) async throws -> Removal.ID {
    try await store.count(filter, in: petition, by: account, at: clock.now)
  }

  func removal(_ id: Removal.ID) async throws -> Removal {
    try #require(try await store.removal(id))
  }

  /// Counts, asks, and works until nothing is left to do.
  @discardableResult
  func remove(
    _ filter: SignatureFilter, by account: Account.ID, reason: RemovalReason = .program
  ) async throws -> Removal.ID {
    let id = try await count(filter, by: account)
    try await store.requestRemoval(id, reason: reason, by: account, at: clock.now)
    try await work()
    return id
  }

  func work() async throws {
    while try await store.continueRemovals(at: clock.now) > 0 {}
  }

  /// Everything that a removal may change but must put back.
  func signatureRows() async throws -> [Set<Row>] {
    let tables: [SQL] = [
      "SELECT * FROM signature", "SELECT * FROM standing_by_country",
      "SELECT * FROM confirmed_by_hour", "SELECT id, confirmed, withdrawn, removed FROM petition",
    ]
    return try await database.read { transaction in
      try tables.map { Set(try transaction.query($0)) }
    }
  }
}
