import Testing

@testable import Mail

/// The parts that decide when a relay is used, as functions of a clock.
@Suite struct SMTPLimitTests {
  /// When mails go, if each goes as soon as it may.
  static func times(_ count: Int, from start: Int64, _ pace: inout Pace) -> [Int64] {
    var now = start
    return (0..<count).map { _ in
      now += pace.delay(at: now)
      #expect(pace.delay(at: now) == 0)
      pace.take(at: now)
      return now
    }
  }

  @Test(arguments: [0.5, 1, 3, 20, 1000]) func `no second has more than the rate and a burst`(
    rate: Double
  ) {
    var pace = Pace(perSecond: rate)
    let count = Int(rate * 10) + 5
    let times = Self.times(count, from: 5000, &pace)
    for window in [1000, 2500, 10_000] as [Int64] {
      let most = (0..<count).map { first in
        times[first...].count { $0 < times[first] + window }
      }.max()
      #expect((most ?? 0) <= Int((rate * Double(window) / 1000 + max(1, rate)).rounded(.up)))
    }
    // The whole rate is used: so many mails take no longer than they must.
    let longest = Double(count) / rate * 1000 + 2
    #expect(Double((times.last ?? 0) - 5000) <= longest)
  }

  @Test func `what was not used is not saved beyond a second`() {
    var pace = Pace(perSecond: 2)
    _ = Self.times(2, from: 0, &pace)
    let later = Self.times(4, from: 1_000_000, &pace)
    #expect(later == [1_000_000, 1_000_000, 1_000_500, 1_001_000])
  }

  @Test func `a clock that is set back holds nothing up`() {
    var pace = Pace(perSecond: 2)
    _ = Self.times(2, from: 1_000_000, &pace)
    #expect(pace.delay(at: 0) <= 500)
  }

  @Test func `one domain waits while others go`() {
    var paces = Paces(perSecond: 100, perSecondForDomain: 1)
    #expect(paces.delay(of: "a.example", at: 0) == 0)
    paces.take("a.example", at: 0)
    #expect(paces.delay(of: "a.example", at: 0) == 1000)
    #expect(paces.delay(of: "b.example", at: 0) == 0)
    #expect(paces.delay(of: "a.example", at: 1000) == 0)
  }

  @Test func `a million domains are not remembered`() {
    var paces = Paces(perSecond: 1_000_000, perSecondForDomain: 1)
    for number in 0..<10_000 { paces.take("\(number).example", at: Int64(number) * 10) }
    #expect(paces.count <= 1024)
  }

  @Test func `a relay that fails is left alone, longer each time, and forgiven at once`() {
    var breaker = CircuitBreaker(limit: 3)
    for _ in 0..<2 { breaker.noteFailure(at: 0, random: 0.5) }
    #expect(breaker.isClosed)
    admits(true, &breaker, at: 0)
    breaker.noteFailure(at: 0, random: 0.5)
    #expect(!breaker.isClosed)
    admits(false, &breaker, at: 999)
    // One mail tries; the others do not.
    admits(true, &breaker, at: 1000)
    admits(false, &breaker, at: 1000)
    breaker.noteFailure(at: 1000, random: 0.5)
    admits(false, &breaker, at: 2999)
    admits(true, &breaker, at: 3000)
    breaker.noteAnswer()
    #expect(breaker.isClosed)
    admits(true, &breaker, at: 3000)
    admits(true, &breaker, at: 3000)
    // The count begins anew.
    breaker.noteFailure(at: 3000, random: 0.5)
    #expect(breaker.isClosed)
  }

  @Test func `the pause has jitter and an end`() {
    for (random, first) in [(0.0, 750), (0.999, 1249)] as [(Double, Int64)] {
      var breaker = CircuitBreaker(limit: 1)
      breaker.noteFailure(at: 0, random: random)
      admits(false, &breaker, at: first - 1)
      admits(true, &breaker, at: first)
      var now = first
      for _ in 0..<20 {
        breaker.noteFailure(at: now, random: random)
        now += 375_000
        admits(true, &breaker, at: now)
      }
    }
  }

  @Test func `a mail that was not tried after all leaves the next one to try`() {
    var breaker = CircuitBreaker(limit: 1)
    breaker.noteFailure(at: 0, random: 0.5)
    admits(true, &breaker, at: 1000)
    breaker.noteNothing(at: 1000)
    admits(true, &breaker, at: 1000)
  }

  private func admits(
    _ expected: Bool, _ breaker: inout CircuitBreaker, at now: Int64,
    location: SourceLocation = #_sourceLocation
  ) {
    let answer = breaker.admits(at: now)
    #expect(answer == expected, sourceLocation: location)
  }
}
