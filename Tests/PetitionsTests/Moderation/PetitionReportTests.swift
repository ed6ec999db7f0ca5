import EmailAddresses
import Petitions
import Testing

@Suite struct PetitionReportTests {
  static func outcome(_ form: ReportForm) -> ReportForm.Outcome {
    form.checked(limits: ReviewLimits())
  }

  @Test func `a report needs no address`() {
    guard case .accepted(let report) = Self.outcome(ReportForm(kind: "hate", text: " Line 2. "))
    else {
      Issue.record("the report was refused")
      return
    }
    #expect(report.kind == .hate)
    #expect(report.text == "Line 2.")
    #expect(report.email == nil)
  }

  @Test func `an address that is given is kept`() throws {
    let form = ReportForm(kind: "other", text: "See below.", email: " ann@example.org ")
    guard case .accepted(let report) = Self.outcome(form) else {
      Issue.record("the report was refused")
      return
    }
    #expect(report.email?.text == "ann@example.org")
  }

  @Test(arguments: PetitionReport.Kind.allCases)
  func `words are needed where the kind does not say enough`(kind: PetitionReport.Kind) {
    let needed = [.other, .falseClaim, .copied].contains(kind)
    let outcome = Self.outcome(ReportForm(kind: kind.rawValue, text: " \n "))
    #expect((outcome == .refused([.textMissing])) == needed)
  }

  @Test(arguments: [
    (ReportForm(), [ReportRefusal.kindMissing]),
    (ReportForm(kind: "Hate"), [.kindMissing]),
    (ReportForm(kind: "other"), [.textMissing]),
    (ReportForm(kind: "hate", text: String(repeating: "t", count: 1_001)), [.textTooLong]),
    (ReportForm(kind: "hate", text: String(repeating: "👩🏽‍🌾", count: 900)), [.textTooLong]),
    (ReportForm(kind: "hate", email: "ann@"), [.emailMalformed]),
    (
      ReportForm(kind: "", text: String(repeating: "t", count: 20_000), email: "a b@c"),
      [.kindMissing, .textTooLong, .emailMalformed]
    ),
  ])
  func `all mistakes are told at once`(form: ReportForm, refusals: [ReportRefusal]) {
    #expect(Self.outcome(form) == .refused(refusals))
  }

  @Test(arguments: ReportRefusal.allCases)
  func `every reason but the limit belongs to a field`(refusal: ReportRefusal) {
    #expect((refusal.field == nil) == (refusal == .tooManyReports))
  }
}
