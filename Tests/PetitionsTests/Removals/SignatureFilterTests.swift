import Foundation
import Testing

@testable import Petitions

/// What a filter means, and what can be typed into its form.
@Suite struct SignatureFilterTests {
  static let signature = SignatureTraits(
    ordinal: 17, publicName: "Aye Aye Khin", country: "MM", confirmedAt: 1_795_788_000_000,
    domainTag: 5, networkTag: -7, origin: "paper")

  static func filter(_ change: (inout SignatureFilterForm) -> Void) throws -> SignatureFilter {
    var form = SignatureFilterForm()
    change(&form)
    guard case .accepted(let filter) = form.checked(countries: ["MM", "DE"]) else {
      throw Refused()
    }
    return filter
  }

  struct Refused: Error {}

  static let parts: [(fits: Bool, change: @Sendable (inout SignatureFilterForm) -> Void)] = [
    (true, { $0.name = "*khin" }), (false, { $0.name = "*khine" }),
    (true, { $0.domain = "Example.ORG" }), (true, { $0.domain = "@example.org" }),
    (false, { $0.domain = "example.com" }),
    (true, { $0.domain = SignatureTag(rawValue: 5).text }),
    (false, { $0.domain = SignatureTag(rawValue: 6).text }),
    (true, { $0.network = SignatureTag(rawValue: -7).text }),
    (false, { $0.network = SignatureTag(rawValue: 7).text }),
    (true, { $0.country = "MM" }), (false, { $0.country = "DE" }),
    (true, { $0.from = "2026-11-27 14:00" }), (false, { $0.from = "2026-11-27 15:00" }),
    (true, { $0.to = "2026-11-27 14:30" }), (false, { $0.to = "2026-11-27 13:00" }),
    (true, { $0.origin = "paper" }), (false, { $0.origin = "pape" }),
    (true, { $0.ordinals = "17" }), (true, { $0.ordinals = "3 - 17" }),
    (false, { $0.ordinals = "18-20" }),
  ]

  @Test(arguments: parts.indices)
  func `a part fits or does not`(_ index: Int) throws {
    let filter = try Self.filter(Self.parts[index].change)
    let tags: [String: Int64] = ["example.org": 5, "example.com": 6]
    let tag = filter.domain.flatMap { tags[$0] }
    #expect(filter.matches(Self.signature, domainTag: tag) == Self.parts[index].fits)
    #expect(!filter.isEmpty)
  }

  @Test func `every part must fit`() throws {
    let filter = try Self.filter {
      $0.name = "Aye*"
      $0.country = "DE"
    }
    #expect(!filter.matches(Self.signature, domainTag: nil))
  }

  @Test func `an empty form means all signatures`() throws {
    let filter = try Self.filter { $0.name = "  " }
    #expect(filter.isEmpty)
    #expect(filter.matches(SignatureTraits(ordinal: 1), domainTag: nil))
  }

  @Test func `a name that is not public fits no pattern`() throws {
    let filter = try Self.filter { $0.name = "*a*" }
    #expect(!filter.matches(SignatureTraits(ordinal: 1, publicName: nil), domainTag: nil))
  }

  @Test func `a domain whose tag nobody can tell any more fits nothing`() throws {
    let filter = try Self.filter { $0.domain = "example.org" }
    #expect(!filter.matches(SignatureTraits(ordinal: 1), domainTag: nil))
    #expect(!filter.matches(Self.signature, domainTag: nil))
  }

  @Test func `all mistakes are named at once`() {
    var form = SignatureFilterForm()
    form.name = "*"
    form.domain = "nonsense"
    form.network = "192.0.2.1"
    form.country = "XX"
    form.from = "yesterday"
    form.origin = "two words"
    form.ordinals = "0"
    guard case .refused(let mistakes) = form.checked(countries: ["MM"]) else {
      Issue.record("the form was accepted")
      return
    }
    #expect(
      mistakes.map(\.field) == [.name, .domain, .network, .country, .from, .origin, .ordinals])
    #expect(mistakes.allSatisfy { $0.reason == .unreadable })
  }

  @Test(arguments: ["a", "1-", "-1", "2-1", "1-2-3", "99999999999999999999", "1,2"])
  func `numbers that are none are refused`(_ text: String) {
    var form = SignatureFilterForm()
    form.ordinals = text
    #expect(form.checked(countries: []) != .accepted(SignatureFilter()))
    guard case .refused = form.checked(countries: []) else {
      Issue.record("the form was accepted")
      return
    }
  }

  @Test func `the last hour does not come before the first`() {
    var form = SignatureFilterForm()
    form.from = "2026-11-27 14"
    form.to = "2026-11-27 13"
    #expect(
      form.checked(countries: [])
        == .refused([.init(field: .to, reason: .endsBeforeItBegins)]))
    form.to = "2026-11-27 14"
    #expect(form.checked(countries: []) != .refused([]))
  }

  @Test func `a filter is kept and read again`() throws {
    let filter = try Self.filter {
      $0.name = "Aye*"
      $0.domain = "example.org"
      $0.network = SignatureTag(rawValue: .min).text
      $0.country = "MM"
      $0.from = "2026-11-27 14"
      $0.ordinals = "1-9"
    }
    let copy = try JSONDecoder().decode(SignatureFilter.self, from: JSONEncoder().encode(filter))
    #expect(copy == filter)
  }

  @Test(arguments: [
    ("1970-01-01 00:00", 0), ("2024-02-29 23:59", 1_709_247_600_000),
    ("2026-11-27T14:30", 1_795_788_000_000), ("2000-03-01 5", 951_886_800_000),
  ])
  func `an hour is read in several spellings`(_ text: String, _ expected: Int64) throws {
    let hour = try #require(TypedHour.milliseconds(text))
    #expect(hour == expected)
    #expect(TypedHour.milliseconds(TypedHour.text(hour)) == hour)
  }

  @Test(arguments: [
    "", "2026-11-27", "2026-02-29 10:00", "2026-13-01 10", "2026-11-27 24:00", "2026-11-27 10:60",
    "2026-11-27 10:0", "26-11-27 10:00", "1969-12-31 10:00", "2026-11-31 10", "2026-11-27 +1",
  ])
  func `an hour that is none is refused`(_ text: String) {
    #expect(TypedHour.milliseconds(text) == nil)
  }

  @Test(arguments: [0, 1, -1, Int64.min, Int64.max])
  func `a tag survives being copied`(_ value: Int64) {
    let tag = SignatureTag(rawValue: value)
    #expect(SignatureTag(text: tag.text) == tag)
    #expect(tag.text.utf8.count == 17)
    #expect(SignatureTag(text: tag.text.uppercased()) == nil || tag.text == tag.text.uppercased())
  }
}
