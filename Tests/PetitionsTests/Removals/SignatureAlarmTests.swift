import Testing

@testable import Petitions

/// When the newest signatures look unlike those before, on invented petitions.
@Suite struct SignatureAlarmTests {
  static let quietWeek = (0..<168).map { [3, 5, 8, 13, 9, 4][$0 % 6] }

  @Test func `a flood is unusual, and the alarm says what would be usual`() {
    let alarm = SignatureAlarm.ofRate(400, before: Self.quietWeek)
    #expect(
      alarm == SignatureAlarm(subject: .rate, observed: 400, total: 400, usual: 7))
  }

  static let calm: [(count: Int, before: [Int])] = [
    (13, quietWeek), (20, quietWeek),
    // Too few to mean anything.
    (29, quietWeek.map { _ in 0 }),
    // A petition that has just begun has no history.
    (5_000, [1, 2, 3]), (5_000, []),
    // One that grows by leaps is used to leaps.
    (900, [10, 900, 20, 700, 40, 800, 30, 600]),
    (90, Array(repeating: 31, count: 50)),
  ]

  @Test(arguments: calm.indices)
  func `a petition that lives is not an alarm`(_ index: Int) {
    #expect(SignatureAlarm.ofRate(Self.calm[index].count, before: Self.calm[index].before) == nil)
  }

  @Test func `an hour after silence is unusual from thirty on`() {
    let silence = Array(repeating: 0, count: 168)
    #expect(SignatureAlarm.ofRate(30, before: silence)?.usual == 0)
  }

  private static func domains(
    newest: [Int64: Int], before: [Int64: Int]
  ) -> [SignatureAlarm] {
    SignatureAlarm.ofShares(newest: newest, before: before) { .domain($0) }
  }

  @Test func `a domain that nobody had and many have now is unusual`() {
    let alarms = Self.domains(
      newest: [1: 240, 2: 120, 9: 140], before: [1: 2_600, 2: 1_300, 3: 1_100])
    #expect(
      alarms == [SignatureAlarm(subject: .domain(9), observed: 140, total: 500, usual: 0)])
  }

  @Test func `a provider that most people use is usual`() {
    #expect(Self.domains(newest: [1: 300, 2: 200], before: [1: 2_600, 2: 1_300]).isEmpty)
    #expect(Self.domains(newest: [1: 500], before: [1: 40, 2: 10]).isEmpty)
  }

  @Test func `a handful is nothing, and neither is a change without a history`() {
    #expect(Self.domains(newest: [9: 19, 1: 481], before: [1: 5_000]).isEmpty)
    #expect(Self.domains(newest: [9: 500], before: [1: 49]).isEmpty)
    #expect(Self.domains(newest: [:], before: [1: 5_000]).isEmpty)
  }

  @Test func `several alarms come in one order, the largest first`() {
    let alarms = SignatureAlarm.ofShares(
      newest: ["DE": 100, "FR": 150, "IT": 100, "MM": 50], before: ["MM": 5_000]
    ) { .country($0) }
    #expect(alarms.map(\.subject) == [.country("FR"), .country("DE"), .country("IT")])
  }
}
