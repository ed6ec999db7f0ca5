import Petitions
import Testing

@Suite struct ReviewFormTests {
  static let now: Int64 = 1_795_000_000_000
  static let limits = ReviewLimits()

  private static func decision(
    _ form: ReviewForm, returns: Int = 0, list: [ReviewReason] = ReviewReason.defaults
  ) throws(ReviewRefused) -> ReviewDecision {
    try form.checked(against: list, returns: returns, limits: limits, now: now)
  }

  @Test func `a return has its reasons in the order of the list, once each`() throws {
    let decision = try Self.decision(
      ReviewForm(
        choice: "return", reasons: ["false-claim", "no-action", "false-claim"],
        message: " Please name a source. \r\n"))
    #expect(decision.verdict == .giveBack)
    #expect(decision.reasons.map(\.text) == ["no-action", "false-claim"])
    #expect(decision.message == "Please name a source.")
    #expect(decision.event == .giveBack)
  }

  @Test(arguments: [(["no-action"], false), (["no-action", "unlawful"], true), (["hate"], true)])
  func `a rejection hides the text where one of its reasons does`(
    reasons: [String], hidesText: Bool
  ) throws {
    let decision = try Self.decision(ReviewForm(choice: "reject", reasons: reasons))
    #expect(decision.verdict == .reject(hidesText: hidesText))
    #expect(decision.event == .reject)
  }

  @Test func `a publication has no reasons, whatever was ticked`() throws {
    let decision = try Self.decision(ReviewForm(choice: "publish", reasons: ["hate", "nonsense"]))
    #expect(decision.verdict == .publish)
    #expect(decision.reasons.isEmpty)
    #expect(decision.event == .publish)
  }

  @Test func `a publication can be set for a minute to come`() throws {
    let minute = UTCMinute(milliseconds: Self.now + 3_600_000)
    let decision = try Self.decision(ReviewForm(choice: "publish-at", time: " \(minute.text) "))
    #expect(decision.verdict == .publishAt(minute.milliseconds))
    #expect(decision.event == .schedule)
  }

  @Test(arguments: [
    (ReviewForm(), 0, [ReviewRefusal.decisionMissing]),
    (ReviewForm(choice: "burn"), 0, [.decisionMissing]),
    (ReviewForm(choice: "return"), 0, [.reasonMissing]),
    (ReviewForm(choice: "reject"), 0, [.reasonMissing]),
    (ReviewForm(choice: "return", reasons: ["no-action"]), 2, [.returnedTooOften]),
    (ReviewForm(choice: "return"), 3, [.returnedTooOften, .reasonMissing]),
    (ReviewForm(choice: "reject", reasons: ["no-action", "mood"]), 0, [.reasonUnknown]),
    (
      ReviewForm(
        choice: "reject", reasons: ["hate"], message: String(repeating: "m", count: 2_001)), 0,
      [.messageTooLong]
    ),
    (
      ReviewForm(choice: "publish", message: String(repeating: " ", count: 16_001)), 0,
      [.messageTooLong]
    ),
    (ReviewForm(choice: "publish-at"), 0, [.timeMissing]),
    (ReviewForm(choice: "publish-at", time: "tomorrow"), 0, [.timeMalformed]),
    (ReviewForm(choice: "publish-at", time: "2026-02-30T10:00"), 0, [.timeMalformed]),
    (ReviewForm(choice: "publish-at", time: "2020-01-01T10:00"), 0, [.timeInThePast]),
    (ReviewForm(choice: "publish-at", time: "2099-01-01T10:00"), 0, [.timeTooFar]),
  ])
  func `each mistake is told`(form: ReviewForm, returns: Int, refusals: [ReviewRefusal]) {
    #expect(throws: ReviewRefused(refusals)) { try Self.decision(form, returns: returns) }
  }

  @Test func `a reason that is not in use any more cannot be ticked`() throws {
    let key = try #require(ReviewReason.Key("old"))
    let list = [ReviewReason(key: key, text: "Old", explanation: "", isInUse: false)]
    #expect(throws: ReviewRefused([.reasonUnknown])) {
      try Self.decision(ReviewForm(choice: "reject", reasons: ["old"]), list: list)
    }
  }

  @Test(arguments: 0...3)
  func `a petition is sent back as often as the setting says, and no more`(returns: Int) {
    let form = ReviewForm(choice: "return", reasons: ["no-action"])
    let decision = try? Self.decision(form, returns: returns)
    #expect((decision != nil) == (returns < Self.limits.returns))
  }
}

@Suite struct ReviewReasonTests {
  static let limits = ReviewLimits()

  @Test func `the default list is whole, and fits the limits that its editing has`() throws {
    #expect(ReviewReason.defaults.count == 10)
    #expect(Set(ReviewReason.defaults.map(\.key)).count == 10)
    for reason in ReviewReason.defaults {
      #expect(try ReviewReasonForm(reason).checked(taken: [], limits: Self.limits) == reason)
      #expect(!reason.explanation.isEmpty)
    }
    let hiding = ReviewReason.defaults.filter(\.hidesText).map(\.key.text)
    #expect(hiding == ["private-person", "hate", "unlawful"])
  }

  @Test(arguments: ["", "Hate", "two words", "ü", String(repeating: "k", count: 41)])
  func `a key is short and plain`(text: String) {
    #expect(ReviewReason.Key(text) == nil)
    #expect(throws: ReviewRefused([.keyMalformed])) {
      try ReviewReasonForm(key: text, text: "Text").checked(taken: [], limits: Self.limits)
    }
  }

  @Test func `all mistakes are told at once`() throws {
    let key = try #require(ReviewReason.Key("hate"))
    let form = ReviewReasonForm(
      key: "hate", text: " ", explanation: String(repeating: "e", count: 1_001))
    #expect(throws: ReviewRefused([.keyTaken, .textMissing, .explanationTooLong])) {
      try form.checked(taken: [key], limits: Self.limits)
    }
    #expect(throws: ReviewRefused([.textTooLong])) {
      try ReviewReasonForm(key: "k", text: String(repeating: "t", count: 101))
        .checked(taken: [], limits: Self.limits)
    }
  }
}

@Suite struct ReviewClaimTests {
  @Test func `a claimed petition is nobody else's, until the time is up`() {
    let limits = ReviewLimits()
    let claim: ReviewClaim<Int>? = ReviewClaim(by: 1, at: 1_000, limits: limits)
    let end = 1_000 + limits.claimLifetime
    #expect(claim.allows(1, at: 2_000))
    #expect(!claim.allows(2, at: 2_000))
    #expect(!claim.allows(2, at: end - 1))
    #expect(claim.allows(2, at: end))
    #expect(Optional<ReviewClaim<Int>>.none.allows(2, at: 0))
  }

  @Test func `the overdue clock warns before it strikes`() {
    var limits = ReviewLimits()
    limits.overdueAfter = 1_000
    limits.warning = 300
    func mark(_ now: Int64) -> ReviewAge.Mark {
      ReviewAge(submittedAt: 5_000, now: now, limits: limits).mark
    }
    #expect(mark(5_000) == .inTime)
    #expect(mark(5_699) == .inTime)
    #expect(mark(5_700) == .soonOverdue)
    #expect(mark(5_999) == .soonOverdue)
    #expect(mark(6_000) == .overdue)
    let early = ReviewAge(submittedAt: 5_000, now: 4_000, limits: limits)
    #expect(early.milliseconds == 0)
    #expect(early.remaining == 1_000)
  }

  @Test(arguments: ReviewRefusal.allCases)
  func `every reason but those about the case itself belongs to a field`(
    refusal: ReviewRefusal
  ) {
    let ofCase: Set<ReviewRefusal> = [
      .ownPetition, .notAllowed, .claimedByAnother, .outdated, .wrongState, .incomplete,
      .amendmentWaits, .nothingChanged,
    ]
    #expect((refusal.field == nil) == ofCase.contains(refusal))
  }
}

@Suite struct UTCMinuteTests {
  @Test(arguments: [
    ("1970-01-01T00:00", 0), ("2000-02-29T12:34", 951_827_640_000),
    ("2026-11-27T22:15", 1_795_817_700_000), ("9999-12-31T23:59", 253_402_300_740_000),
  ])
  func `a minute is read and written`(text: String, milliseconds: Int64) {
    #expect(UTCMinute(text)?.milliseconds == milliseconds)
    #expect(UTCMinute(milliseconds: milliseconds + 59_999).text == text)
    #expect(UTCMinute(text.replacing("T", with: " ") + "Z")?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "2026-11-27", "2026-11-27T24:00", "2026-11-27T22:60", "2026-13-01T00:00",
    "2026-00-01T00:00", "2025-02-29T00:00", "2026-11-31T00:00", "1969-12-31T23:59",
    "2026-11-27T22:15:00", "2026-11-27T22:15ZZ", "+026-11-27T22:15", "2026/11/27T22:15",
    "２０２６-11-27T22:15",
  ])
  func `what is no minute is not taken for one`(text: String) {
    #expect(UTCMinute(text) == nil)
  }

  @Test func `every day for forty years is itself again`() {
    for day in Int64(10_000)..<24_600 {
      let minute = UTCMinute(milliseconds: day * 86_400_000 + 3_660_000)
      #expect(UTCMinute(minute.text) == minute)
    }
  }
}
