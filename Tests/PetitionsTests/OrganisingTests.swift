import Petitions
import Testing

@Suite struct SourceCodeTests {
  @Test(arguments: [
    ("poster", "poster"), ("Poster-2", "poster-2"), ("a", "a"), ("7", "7"), ("-", "-"),
    ("12345678901234567890", "12345678901234567890"),
  ])
  func `letters, digits and hyphens are a code`(text: String, code: String) {
    #expect(SourceCode(text)?.text == code)
  }

  @Test(arguments: [
    "", "123456789012345678901", "a b", "a_b", "a.b", "ann@example.org", "é", "ＡＢ", "a\n",
    "=1", "<b>", "\u{212A}",
  ])
  func `anything else is none, and nothing is cut`(text: String) {
    #expect(SourceCode(text) == nil)
  }
}

@Suite struct SmallGroupsTests {
  @Test func `groups under ten are joined and the others stand by size`() {
    let groups = SmallGroups(["DE": 10, "FR": 9, "GB": 300, "US": 10, "CH": 1, "AT": 0])
    #expect(
      groups.named == [
        .init(name: "GB", count: 300), .init(name: "DE", count: 10), .init(name: "US", count: 10),
      ])
    #expect(groups.joined == 10)
  }

  @Test func `nothing is nothing`() {
    #expect(SmallGroups([:]).named.isEmpty && SmallGroups([:]).joined == 0)
  }
}

@Suite struct ActivityTests {
  static let hour = Activity.hour
  static let day = Activity.day

  @Test func `no hour is missing, and the last is the one that runs`() {
    let now = 100 * Self.hour + 17
    let activity = Activity(confirmedByHour: [100 * Self.hour: 3, 98 * Self.hour: 2, 90: 5])
    #expect(
      activity.hours(4, until: now) == [
        .init(start: 97 * Self.hour, count: 0), .init(start: 98 * Self.hour, count: 2),
        .init(start: 99 * Self.hour, count: 0), .init(start: 100 * Self.hour, count: 3),
      ])
  }

  @Test func `days are sums of their hours, in UTC`() {
    let now = 20 * Self.day + 5
    let activity = Activity(confirmedByHour: [
      19 * Self.day: 1, 19 * Self.day + 23 * Self.hour: 2, 20 * Self.day: 4,
      18 * Self.day - Self.hour: 8,
    ])
    #expect(activity.days(3, until: now).map(\.count) == [0, 3, 4])
    #expect(activity.days(3, until: now).first?.start == 18 * Self.day)
    #expect(activity.days(0, until: now).map(\.count) == [4])
  }
}

@Suite struct ConfirmationRateTests {
  @Test(arguments: [
    (0, 0, nil), (1, 0, 100), (0, 1, 0), (1, 1, 50), (2, 1, 67), (999, 1, 99), (1, 999, 1),
    (995, 5, 99), (1, 7, 13),
  ])
  func `the rate is of those whose time is over`(confirmed: Int, expired: Int, percent: Int?) {
    let rate = ConfirmationRate(confirmed: confirmed, expired: expired, waiting: 1_000)
    #expect(rate.percent == percent)
  }
}

@Suite struct UpdateFormTests {
  @Test func `a title and a text are enough, and are cleaned`() {
    let (form, refusals) = UpdateForm(title: " We \n met ", body: "\r\n# Hi\r\n    code \r\n")
      .checked()
    #expect(refusals.isEmpty)
    #expect(form == UpdateForm(title: "We met", body: "# Hi\n    code"))
  }

  @Test func `every mistake is told at once`() {
    #expect(
      UpdateForm(title: " ", body: "\n\u{200E}").checked().refusals.map(\.field) == [.title, .body])
    let long = UpdateForm(
      title: String(repeating: "x", count: UpdateForm.titleLimit + 1),
      body: String(repeating: "x", count: UpdateForm.bodyByteLimit + 1))
    #expect(long.checked().refusals == [.titleTooLong, .bodyTooLong])
    let huge = UpdateForm(
      title: String(repeating: "x", count: 10_000), body: String(repeating: "x", count: 100_000))
    #expect(huge.checked().refusals == [.titleTooLong, .bodyTooLong])
    #expect(huge.checked().form == huge)
  }

  @Test func `a title at the limit is not too long, in any script`() {
    let title = String(repeating: "ကျ", count: UpdateForm.titleLimit / 2)
    #expect(UpdateForm(title: title, body: "x").checked().refusals.isEmpty)
  }
}

@Suite struct ClosingFormTests {
  @Test(arguments: PetitionOutcome.Kind.allCases)
  func `a kind and some words close a petition`(kind: PetitionOutcome.Kind) {
    let (closing, refusals) = ClosingForm(kind: kind.rawValue, text: " They said yes. ").checked()
    #expect(closing?.kind == kind && closing?.text == " They said yes.")
    #expect(refusals.isEmpty)
  }

  @Test func `every mistake is told at once`() {
    let (closing, refusals) = ClosingForm(kind: "lost", text: "").checked()
    #expect(closing == nil && refusals == [.kindMissing, .textMissing])
    #expect(
      ClosingForm(kind: "won", text: String(repeating: "x", count: 5_001)).checked().refusals
        == [.textTooLong])
    #expect(
      ClosingForm(kind: "won", text: String(repeating: "x", count: 50_001)).checked().refusals
        == [.textTooLong])
  }

  @Test func `only silence is no answer`() {
    #expect(PetitionOutcome.Kind.allCases.filter { !$0.isAnswer } == [.unanswered])
  }
}
