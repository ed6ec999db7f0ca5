import Petitions
import Testing

@Suite struct ProposalCheckTests {
  static let now: Int64 = 1_798_761_600_000  // 1 January 2027

  static let check = ProposalCheck(
    limits: ProposalLimits(), countries: ["DE", "MM"], languages: ["en", "de"], at: now,
    isReadable: { !$0.hasPrefix(">>>>") })

  /// A petition of which nothing is missing.
  static func complete(_ change: (inout ProposalContent) -> Void = { _ in }) -> ProposalContent {
    var content = ProposalContent()
    content.title = "Keep the night bus"
    content.goal = "Let line 9 run all night."
    content.targets = [DetailedTarget(name: "Ann Lee", office: "Mayor")]
    content.story = "The bus *matters*."
    content.salutation = "Dear Mayor,"
    content.letter = "Keep it.\n\nPlease."
    content.language = "en"
    content.category = "traffic"
    content.audience = "public"
    content.name = "Bo Berg"
    content.email = "bo@example.org"
    change(&content)
    return content
  }

  @Test func `a petition of which nothing is missing becomes one`() throws {
    let content = Self.complete {
      $0.closing = "Sincerely,"
      $0.closesOn = "2027-01-31"
      $0.milestones = "100, 1000 5000"
      $0.photo = ProposalPhoto(id: "abc", sizes: ["640x480"])
      $0.photoCredit = "Bo"
      $0.photoDescription = "A bus"
    }
    #expect(Self.check.missing(content).isEmpty)
    let complete = try Self.check.complete(content)
    #expect(complete.wording.title == "Keep the night bus")
    #expect(complete.wording.targets == [Target(name: "Ann Lee", office: "Mayor")])
    #expect(
      complete.wording.letter
        == Letter(salutation: "Dear Mayor,", body: ["Keep it.", "Please."], closing: "Sincerely,"))
    #expect(complete.category == .traffic)
    #expect(complete.audience == .public)
    #expect(complete.closesAt == 1_801_440_000_000)  // 1 February 2027
    #expect(complete.milestones == [100, 1_000, 5_000])
  }

  @Test func `nothing written lacks every required field, in the order of the steps`() {
    let fields = Self.check.missing(ProposalContent()).map(\.field)
    #expect(
      fields == [
        .title, .goal, .target(0, .name), .story, .salutation, .letter, .language, .category,
        .audience, .name, .email,
      ])
    #expect(Self.check.refusals(.review, of: ProposalContent()).map(\.field) == fields)
  }

  static func refusal(
    _ field: ProposalField, _ reason: ProposalRefusal.Reason,
    _ change: @escaping @Sendable (inout ProposalContent) -> Void
  ) -> (ProposalRefusal, @Sendable (inout ProposalContent) -> Void) {
    (ProposalRefusal(field, reason), change)
  }

  @Test(arguments: [
    refusal(.title, .missing) { $0.title = "" },
    refusal(.title, .tooLong(limit: 80)) { $0.title = String(repeating: "t", count: 81) },
    refusal(.title, .tooLong(limit: 80)) { $0.title = String(repeating: "👩🏽‍🌾", count: 22) },
    refusal(.title, .withLink) { $0.title = "See example.org/now" },
    refusal(.goal, .withLink) { $0.goal = "Read https://example.org" },
    refusal(.target(0, .name), .missing) { $0.targets = [] },
    refusal(.target(0, .name), .missing) { $0.targets[0].name = "" },
    refusal(.target(0, .country), .unknown) { $0.targets[0].country = "XX" },
    refusal(.target(0, .email), .person(.emailWithoutAt)) { $0.targets[0].email = "mayor" },
    refusal(.target(0, .address), .tooLong(limit: 400)) {
      $0.targets[0].address = String(repeating: "a", count: 401)
    },
    refusal(.target(10, .name), .tooMany(limit: 10)) {
      $0.targets = Array(repeating: DetailedTarget(name: "Ann"), count: 11)
    },
    refusal(.story, .tooLong(limit: 12_000)) { $0.story = String(repeating: "s", count: 12_001) },
    refusal(.story, .storyUnreadable) { $0.story = ">>>> deep" },
    refusal(.callToSign, .tooLong(limit: 200)) {
      $0.callToSign = String(repeating: "c", count: 201)
    },
    refusal(.letter, .missing) { $0.letter = "" },
    refusal(.photoCredit, .missing) {
      $0.photo = ProposalPhoto(id: "a", sizes: [])
      $0.photoDescription = "A bus"
    },
    refusal(.photoDescription, .missing) {
      $0.photo = ProposalPhoto(id: "a", sizes: [])
      $0.photoCredit = "Bo"
    },
    refusal(.language, .unknown) { $0.language = "xx" },
    refusal(.category, .unknown) { $0.category = "weather" },
    refusal(.audience, .unknown) { $0.audience = "Public" },
    refusal(.closesOn, .dayMalformed) { $0.closesOn = "2027-02-29" },
    refusal(.closesOn, .dayMalformed) { $0.closesOn = "31.1.2027" },
    refusal(.closesOn, .dayTooEarly) { $0.closesOn = "2027-01-01" },
    refusal(.closesOn, .dayTooLate(days: 730)) { $0.closesOn = "2029-01-01" },
    refusal(.milestones, .milestonesMalformed) { $0.milestones = "1000 100" },
    refusal(.milestones, .milestonesMalformed) { $0.milestones = "-5" },
    refusal(.milestones, .milestonesMalformed) { $0.milestones = "many" },
    refusal(.milestones, .milestonesMalformed) { $0.milestones = "0" },
    refusal(.milestones, .milestonesMalformed) { $0.milestones = "1000000001" },
    refusal(.milestones, .milestonesMalformed) { $0.milestones = "99999999999999999999" },
    refusal(.milestones, .tooMany(limit: 10)) { $0.milestones = "1 2 3 4 5 6 7 8 9 10 11" },
    refusal(.name, .person(.nameMissing)) { $0.name = "" },
    refusal(.email, .person(.emailMissing)) { $0.email = "" },
  ])
  func `each mistake is told beside its field, on its step`(
    refusal: ProposalRefusal, change: @Sendable (inout ProposalContent) -> Void
  ) {
    let content = Self.complete(change)
    #expect(Self.check.missing(content) == [refusal])
    #expect(Self.check.refusals(refusal.stage, of: content) == [refusal])
    #expect(throws: refusal) { try Self.check.complete(content) }
  }

  @Test(arguments: ["2027-01-02", "2028-12-31", ""])
  func `the days between the first and the last can be chosen, or none`(day: String) {
    #expect(Self.check.missing(Self.complete { $0.closesOn = day }).isEmpty)
  }

  @Test func `what is typed on a step is made fit to keep, and other steps stay`() {
    var content = Self.complete()
    let typed: [ProposalField: String] = [
      .title: "  Keep\u{202e} it \r\n", .goal: "g", .target(0, .name): "Ann ",
      .target(1, .name): " ", .target(2, .address): "One\r\nTwo ",
    ]
    content.take(.ask, targetCount: 3) { typed[$0] ?? "" }
    #expect(content.title == "Keep it")
    #expect(
      content.targets == [DetailedTarget(name: "Ann"), DetailedTarget(address: "One\nTwo")])
    #expect(content.story == Self.complete().story)
    content.take(.story) { $0 == .story ? "    code\n\n" : nil }
    #expect(content.story == "    code")
    #expect(content.title == "Keep it")
  }

  @Test(arguments: ProposalStage.allCases)
  func `a form that leaves out its fields changes nothing`(stage: ProposalStage) {
    var content = Self.complete { $0.milestones = "100" }
    content.take(stage, targetCount: 1) { _ in nil }
    #expect(content == Self.complete { $0.milestones = "100" })
  }

  @Test func `an earlier petition gives its words, and neither its end nor its author`() throws {
    let petition = try SamplePetition.petition()
    let content = ProposalContent(from: petition)
    #expect(content.title == petition.wording.title)
    #expect(content.wording == petition.wording)
    #expect(content.closesOn.isEmpty)
    #expect(content.name.isEmpty)
    #expect(content.photo == nil)
  }
}

/// A petition as a store would give it.
enum SamplePetition {
  static func petition() throws -> Petition {
    Petition(
      id: Petition.ID(rawValue: 1), uniqueID: [], slug: try #require(Slug("x")),
      wording: Wording(
        title: "T", targets: [Target(name: "N", office: "O")], goal: "G", story: "S",
        callToSign: "C", letter: Letter(salutation: "Dear", body: ["One", "Two"], closing: "Bye")),
      wordingVersion: 1, photo: nil, photoCredit: "", language: "en", state: .open,
      firstAudience: .public, openedAt: 0, closesAt: 9, tally: Tally(confirmed: 0), importedCount: 0
    )
  }
}

/// Whether mails name a petition.
@Suite struct DiscretionTests {
  @Test func `mails name a petition unless its author wants otherwise`() throws {
    for (typed, isDiscreet) in [(nil, false), ("", false), ("named", false), ("discreet", true)] {
      let content = ProposalCheckTests.complete { $0.discretion = typed }
      #expect(try ProposalCheckTests.check.complete(content).isDiscreet == isDiscreet)
    }
  }

  @Test func `what is neither is refused beside its field`() {
    let content = ProposalCheckTests.complete { $0.discretion = "whispered" }
    #expect(
      ProposalCheckTests.check.missing(content) == [ProposalRefusal(.discretion, .unknown)])
  }
}
