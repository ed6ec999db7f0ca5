import Testing

@testable import HTTPServer

/// Numbers that stand for networks for one day.
@Suite struct DailyNetworkTagTests {
  static let one = ClientNetwork(ipv4: (192, 0, 2, 1))
  static let other = ClientNetwork(ipv4: (192, 0, 2, 2))

  @Test func `a network has one number on one day, and no two have the same`() {
    let tags = DailyNetworkTags()
    #expect(tags.tag(of: Self.one, day: 1) == tags.tag(of: Self.one, day: 1))
    #expect(tags.tag(of: Self.one, day: 1) != tags.tag(of: Self.other, day: 1))
  }

  @Test func `nobody can find a network again the day after, or in another process`() {
    let tags = DailyNetworkTags()
    let first = tags.tag(of: Self.one, day: 1)
    #expect(tags.tag(of: Self.one, day: 2) != first)
    #expect(tags.tag(of: Self.one, day: 1) != first)
    #expect(DailyNetworkTags().tag(of: Self.one, day: 1) != first)
  }

  @Test func `the number is that of the keyed hash, not of the address`() throws {
    let tags = DailyNetworkTags()
    let network = try #require(ClientNetwork("2001:db8::1"))
    let same = try #require(ClientNetwork("2001:db8::ffff"))
    #expect(tags.tag(of: network, day: 1) == tags.tag(of: same, day: 1))
  }
}
