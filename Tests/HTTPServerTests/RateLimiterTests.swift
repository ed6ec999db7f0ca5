import Testing

@testable import HTTPServer

struct RateLimiterTests {
  static func network(_ number: Int) -> ClientNetwork {
    ClientNetwork(
      ipv4: (10, UInt8(number >> 16 & 255), UInt8(number >> 8 & 255), UInt8(number & 255)))
  }

  @Test func `a burst passes, then as many as the rate allows`() {
    let limiter = RateLimiter(burst: 3, perMinute: 60)
    let first = (0..<5).map { _ in limiter.allow(.loopback, now: 1000) }
    #expect(first == [true, true, true, false, false])
    #expect(!limiter.allow(.loopback, now: 1999))
    #expect(limiter.allow(.loopback, now: 2000))
    #expect(!limiter.allow(.loopback, now: 2000))
    let later = (0..<5).map { _ in limiter.allow(.loopback, now: 1_000_000) }
    #expect(later == [true, true, true, false, false])
  }

  @Test func `networks do not share a bucket, addresses of an IPv6 64 do`() throws {
    let limiter = RateLimiter(burst: 1, perMinute: 1)
    #expect(limiter.allow(Self.network(1), now: 0) && limiter.allow(Self.network(2), now: 0))
    #expect(!limiter.allow(Self.network(1), now: 0))
    let six = try #require(ClientNetwork("2001:db8::1"))
    #expect(limiter.allow(six, now: 0))
    #expect(!limiter.allow(try #require(ClientNetwork("2001:db8::2")), now: 0))
    #expect(limiter.allow(try #require(ClientNetwork("2001:db8:0:1::2")), now: 0))
  }

  @Test func `memory is bounded and those who come often are not forgotten`() {
    let limiter = RateLimiter(burst: 1, perMinute: 0, capacity: 100)
    #expect(limiter.allow(.loopback, now: 0))
    for number in 0..<10_000 {
      _ = limiter.allow(Self.network(number), now: 0)
      #expect(!limiter.allow(.loopback, now: 0))
      #expect(limiter.count <= 100)
    }
  }

  @Test func `a clock that goes back gives nothing and takes nothing`() {
    let limiter = RateLimiter(burst: 2, perMinute: 60)
    #expect(limiter.allow(.loopback, now: 10_000))
    #expect(limiter.allow(.loopback, now: 0))
    #expect(!limiter.allow(.loopback, now: 10_000))
    #expect(limiter.allow(.loopback, now: 11_000))
  }

  @Test func `after a day everything is forgotten`() {
    let limiter = RateLimiter(burst: 1, perMinute: 0)
    #expect(limiter.allow(.loopback, now: 0))
    #expect(!limiter.allow(.loopback, now: 86_399_999))
    #expect(limiter.allow(.loopback, now: 86_400_000))
  }
}
