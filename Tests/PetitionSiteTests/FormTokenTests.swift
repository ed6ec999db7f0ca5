import Cryptography
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// The token in a public form.
@Suite struct FormTokenTests {
  private static let hour: Int64 = 3_600_000
  private static let now: Int64 = 500_000 * hour + 59 * 60_000
  private static let token = FormToken(
    key: SecretKey(bytes: [UInt8](repeating: 1, count: 32)), lifetimeHours: 24)

  private static func petition(uniqueID: UInt8 = 1, version: Int = 1) throws -> Petition {
    let page = ImportedPage.sample
    return Petition(
      id: Petition.ID(rawValue: 1), uniqueID: [UInt8](repeating: uniqueID, count: 16),
      slug: try #require(Slug("a")), wording: page.wording, wordingVersion: version, photo: nil,
      photoCredit: "",
      language: "en", state: .open, firstAudience: .public, openedAt: 0, closesAt: nil,
      tally: Tally(), importedCount: 0)
  }

  @Test(arguments: [
    (0, true), (1, true), (24, true), (25, false), (26, false), (-1, true), (-2, false),
    (1_000_000, false),
  ]) func `a token lives for so many hours after it was made`(
    _ hours: Int64, _ isValid: Bool
  ) throws {
    let petition = try Self.petition()
    let text = Self.token.token(for: petition, at: Self.now)
    #expect(
      Self.token.isValid(text, for: petition, at: Self.now + hours * Self.hour) == isValid)
  }

  @Test func `a token is the same for everybody within an hour`() throws {
    let petition = try Self.petition()
    let start = 500_000 * Self.hour
    let first = Self.token.token(for: petition, at: start)
    #expect(Self.token.token(for: petition, at: start + Self.hour - 1) == first)
    #expect(Self.token.token(for: petition, at: start + Self.hour) != first)
  }

  @Test func `a token is of one petition, one wording and one site`() throws {
    let text = Self.token.token(for: try Self.petition(), at: Self.now)
    #expect(Self.token.isValid(text, for: try Self.petition(), at: Self.now))
    #expect(!Self.token.isValid(text, for: try Self.petition(uniqueID: 2), at: Self.now))
    #expect(!Self.token.isValid(text, for: try Self.petition(version: 2), at: Self.now))
    let other = FormToken(
      key: SecretKey(bytes: [UInt8](repeating: 2, count: 32)), lifetimeHours: 24)
    #expect(!other.isValid(text, for: try Self.petition(), at: Self.now))
  }

  @Test func `no text but the token itself is one`() throws {
    let petition = try Self.petition()
    let text = Self.token.token(for: petition, at: Self.now)
    let code = text.split(separator: ".")[1]
    let wrong = [
      "", ".", "..", "a.b", "500000", "500000.", ".\(code)", "500000.\(code).", "500000..\(code)",
      "+500000.\(code)", "-500000.\(code)", " 500000.\(code)", "500001.\(code)", "499999.\(code)",
      "999999999999.\(code)", "9999999999999.\(code)", "٥٠٠٠٠٠.\(code)", "500000.\(code)=",
      "500000.\(code.dropLast())", "500000.A\(code)", "500000.\(code.lowercased())",
      text + "\0", text + " ", String(repeating: "5", count: 100_000),
    ]
    for wrong in wrong {
      #expect(!Self.token.isValid(wrong, for: petition, at: Self.now), "“\(wrong.prefix(80))”")
    }
    let bytes = SeededBytes(seed: 3)
    for _ in 0..<1_000 {
      var changed = Array(text.utf8)
      let draw = bytes.next(2)
      let place = Int(draw[0]) % changed.count
      if changed[place] == draw[1] { continue }
      changed[place] = draw[1]
      // The last letter holds two bits that belong to no byte; they must be zero.
      let isValid = Self.token.isValid(
        String(decoding: changed, as: UTF8.self), for: petition, at: Self.now)
      #expect(!isValid)
    }
  }
}
