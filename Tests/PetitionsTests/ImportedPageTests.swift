import Petitions
import Testing

@Suite struct ImportedPageTests {
  /// A page with every part, of which a test changes one.
  static func page(
    target: String = "Target: Ines Okafor, Head of Transport",
    story: String =
      "The last bus leaves at ten.\n\nThat is too early. Sign the petition below now.",
    letter: String = "Please keep line 9.", below: String = ""
  ) throws -> ImportedPage {
    try ImportedPage(
      text: """
        Keep the Night Bus

        \(target)

        Goal: Keep line 9 running.

        \(story)

        Dear Ms Okafor,

        \(letter)

        [Your Name Here]

        \(below)
        """)
  }

  @Test func `a page becomes the words of a petition`() throws {
    let wording = try Self.page(letter: "Please keep\nline 9.\n\nIt is the last.").wording
    #expect(
      wording
        == Wording(
          title: "Keep the Night Bus",
          targets: [Target(name: "Ines Okafor", office: "Head of Transport")],
          goal: "Keep line 9 running.",
          story: "The last bus leaves at ten.\n\nThat is too early.",
          callToSign: "Sign the petition below now.",
          letter: Letter(
            salutation: "Dear Ms Okafor,", body: ["Please keep line 9.", "It is the last."],
            closing: "")))
  }

  @Test(arguments: [
    ("One. Two.", "One. Two.", ""),
    ("One.\n\nSign here.", "One.", "Sign here."),
    ("One.\n\nAdd your name today.", "One.", "Add your name today."),
    ("One.\n\nTwo. Sign here. It helps.", "One.\n\nTwo.", "Sign here. It helps."),
    ("One. Sign here. Two.\n\nThree.", "One. Sign here. Two.\n\nThree.", ""),
    ("Enough! Sign here.", "Enough!", "Sign here."),
    ("Why wait? Sign here.", "Why wait?", "Sign here."),
    ("“We wait.” Sign here.", "“We wait.”", "Sign here."),
    ("Sign A. Sign B.", "Sign A. Sign B.", ""),
    ("One. Signs say so.", "One. Signs say so.", ""),
    ("Road Sign closed.", "Road Sign closed.", ""),
    ("Sign here.", "Sign here.", ""),
  ])
  func `the sentence that asks to sign leaves the end of the story`(
    text: String, story: String, call: String
  ) throws {
    let wording = try Self.page(story: text).wording
    #expect(wording.story == story)
    #expect(wording.callToSign == call)
  }

  @Test(arguments: [
    ("Target: Ann Lee, Mayor", [Target(name: "Ann Lee", office: "Mayor")]),
    ("TARGET:Ann Lee", [Target(name: "Ann Lee", office: "")]),
    (
      "Target: Ann Lee, Mayor of Wex, Kent\nTarget: The Council\n\nTarget: Bo, Clerk",
      [
        Target(name: "Ann Lee", office: "Mayor of Wex, Kent"),
        Target(name: "The Council", office: ""), Target(name: "Bo", office: "Clerk"),
      ]
    ),
  ])
  func `each target has a name and an office`(lines: String, targets: [Target]) throws {
    #expect(try Self.page(target: lines).wording.targets == targets)
  }

  @Test(arguments: [
    ("One.\n\nSincerely,", ["One."], "Sincerely,"),
    ("One.\n\nTwo.\n\nWith kind regards,", ["One.", "Two."], "With kind regards,"),
    ("Sincerely,", ["Sincerely,"], ""),
    ("One.\n\nTwo, and so on", ["One.", "Two, and so on"], ""),
  ])
  func `a short last line that ends in a comma closes the letter`(
    letter: String, body: [String], closing: String
  ) throws {
    let wording = try Self.page(letter: letter).wording
    #expect(wording.letter.body == body)
    #expect(wording.letter.closing == closing)
  }

  @Test(arguments: [
    ("676 Signatures", 676), ("1 Signature", 1), ("0 signatures", 0),
    ("5,998,123 Signatures", 5_998_123), ("5.998.123 signatures", 5_998_123),
    ("5 998 123 Signatures", 5_998_123), ("5\u{A0}998\u{202F}123 SIGNATURES", 5_998_123),
    ("5’998’123 Signatures", 5_998_123), ("5'998 Signatures", 5_998),
    ("-5 Signatures", 0), ("+5 Signatures", 0), ("5e3 Signatures", 0), ("٥ Signatures", 0),
    ("Signatures", 0), (", Signatures", 0), ("About 5 Signatures", 0), ("5 Signatures so far", 0),
    ("99999999999999999999 Signatures", 0), ("9223372036854775807 Signatures", 0),
  ])
  func `the count is a number of people, with or without separators`(
    line: String, count: Int
  ) throws {
    #expect(try Self.page(below: line).count == count)
  }

  @Test(arguments: [
    ("• Ann\n• Bo", [1, 2]), ("• Ann\n• Bo\n1 of 68123...68", [1, 2]),
    ("• Ann\n• Bo\n2 of 68 1 2 3 ... 68", [11, 12]), ("2 of 68123...68\n• Ann\n• Bo", [11, 12]),
    ("  * Ann\n\t*\tBo", [1, 2]), ("- Ann\n- Bo", [1, 2]), ("– Ann\n– Bo", [1, 2]),
    ("— Ann\n— Bo", [1, 2]), ("◦ Ann\n◦ Bo", [1, 2]), ("▪ Ann\n▪ Bo", [1, 2]),
    ("‣ Ann\n● Bo", [1, 2]), ("·Ann\n·Bo", [1, 2]),
    ("* Ann\n*Required\n-5\n* Bo", [1, 2]),
    ("2 of them\n• Ann\n• Bo", [1, 2]), ("0 of 68\n• Ann\n•\n• Bo", [1, 2]),
    ("9999999 of 9999999\n• Ann\n• Bo", [1, 2]),
  ])
  func `the names stand at their places on the whole list`(
    below: String, positions: [Int]
  ) throws {
    let page = try Self.page(below: below)
    #expect(page.names.map(\.position) == positions)
    #expect(page.names.map(\.name) == ["Ann", "Bo"])
    #expect(page.count == positions.last)
  }

  @Test func `what belongs to the form and the menus is passed over`() throws {
    let page = try Self.page(
      below: """
        Photo Credit: Bo Lee

        Leave a Reply

        Your email address will not be published. Required fields are marked *

        12 Signatures

          • \u{202E}Ann\u{202C}  Lee
          • \(String(repeating: "x", count: 201))
        Skip to toolbar
        """)
    #expect(page.photoCredit == "Bo Lee")
    #expect(page.count == 12)
    #expect(page.names == [ImportedName(position: 1, name: "Ann Lee")])
  }

  @Test func `carriage returns and a byte order mark change nothing`() throws {
    let text = """
      Title
      Target: Ann
      Goal: Peace.
      Story.

      Dear Ann,
      Please.
      [your name here]
      3 Signatures
      • Bo
      """
    let plain = try ImportedPage(text: text)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(try ImportedPage(text: "\u{FEFF}" + lines.joined(separator: "\r\n") + "\r\n") == plain)
    #expect(plain.names == [ImportedName(position: 1, name: "Bo")])
  }
}
