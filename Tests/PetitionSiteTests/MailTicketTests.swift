import Cryptography
import EmailAddresses
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// The address in the link to the page after the form.
@Suite struct MailTicketTests {
  private static let key = SecretKey(bytes: [UInt8](repeating: 7, count: 32))
  private static let now: Int64 = 1_700_000_000_000

  private static func petition(_ uniqueID: UInt8) throws -> Petition {
    Petition(
      id: Petition.ID(rawValue: 1), uniqueID: [UInt8](repeating: uniqueID, count: 16),
      slug: try #require(Slug("a")), wording: ImportedPage.sample.wording, wordingVersion: 1,
      photo: nil, photoCredit: "", language: "en", state: .open, firstAudience: .public,
      openedAt: 0, closesAt: nil, tally: Tally(confirmed: 0, withdrawn: 0, removed: 0),
      importedCount: 0)
  }

  private static func ticket(_ address: String, nonce: UInt8 = 1) throws -> String {
    MailTicket(key: key).ticket(
      to: try EmailAddress(parsing: address), for: try petition(1), at: now,
      random: { [UInt8](repeating: nonce, count: $0) })
  }

  private static func open(_ ticket: String, at now: Int64 = now) throws -> String? {
    try MailTicket(key: key).address(ticket, for: petition(1), at: now)?.text
  }

  @Test(arguments: [
    "a@example.org", "Arnaud.P@example.org", String(repeating: "a", count: 64) + "@example.org",
  ]) func `whoever has the ticket need not type the address`(_ address: String) throws {
    #expect(try Self.open(Self.ticket(address)) == address)
  }

  @Test func `it is good for a day, and an hour before where clocks differ`() throws {
    let ticket = try Self.ticket("a@example.org")
    let day = 24 * FormToken.hour
    #expect(try Self.open(ticket, at: Self.now + day) != nil)
    #expect(try Self.open(ticket, at: Self.now + day + 1) == nil)
    #expect(try Self.open(ticket, at: Self.now - FormToken.hour) != nil)
    #expect(try Self.open(ticket, at: Self.now - FormToken.hour - 1) == nil)
    #expect(try Self.open(ticket, at: .min) == nil)
    #expect(try Self.open(ticket, at: .max) == nil)
  }

  @Test func `another petition, another key and a changed ticket open nothing`() throws {
    let ticket = try Self.ticket("a@example.org")
    let other = try Self.petition(2)
    #expect(MailTicket(key: Self.key).address(ticket, for: other, at: Self.now) == nil)
    let stranger = MailTicket(key: SecretKey(bytes: [UInt8](repeating: 8, count: 32)))
    #expect(try stranger.address(ticket, for: Self.petition(1), at: Self.now) == nil)
    for place in [0, 40, ticket.utf8.count - 2] {
      var changed = Array(ticket.utf8)
      changed[place] = changed[place] == 0x41 ? 0x42 : 0x41
      #expect(try Self.open(String(decoding: changed, as: UTF8.self)) == nil, "\(place)")
    }
    for text in ["", "A", "!", String(repeating: "A", count: 107)] {
      #expect(try Self.open(text) == nil)
    }
  }

  @Test func `it shows neither the address nor exactly how long that is`() throws {
    let short = try Self.ticket("a@example.org")
    let longer = try Self.ticket("abcdef@example.org")
    #expect(short.utf8.count == longer.utf8.count && short != longer)
    #expect(try Self.ticket("a@example.org", nonce: 2) != short)
    let bytes = try #require(Base64URL.decode(short))
    #expect(!String(decoding: bytes, as: UTF8.self).contains("example"))
  }
}
