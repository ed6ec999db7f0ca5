import EmailAddresses
import HTTPServer
import Mail
import PetitionStore
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionSite

/// What people and programs type that cannot be taken, and what they are told.
@Suite struct BadInputTests {
  /// Something typed, and the sentence beside its field.
  struct Typed: Sendable, CustomTestStringConvertible {
    let what: String
    let text: String
    let message: String

    init(_ what: String, _ text: String, _ message: String) {
      self.what = what
      self.text = text
      self.message = message
    }

    var testDescription: String { what }
  }

  static let names = [
    Typed("nothing", "", "Enter your name."),
    Typed("only spaces", "  \u{a0}\u{3000}\t ", "Enter your name."),
    Typed(
      "10,000 bytes", String(repeating: "a", count: 10_000),
      "This name is too long for the list. Enter a shorter form of it."),
    Typed(
      "201 bytes", String(repeating: "ø", count: 100) + "a",
      "This name is too long for the list. Enter a shorter form of it."),
    Typed("a link", "Anna https://spam.example", "A name cannot contain a web address."),
    Typed("a bare address", "Anna www.spam.example", "A name cannot contain a web address."),
    Typed(
      "markup", #"<b onclick="a('b')">Anna & Co</b>"#,
      "A name cannot contain the characters &lt; and &gt;."),
    Typed("only emoji", "🌻👩🏽‍🌾", "A name needs at least one letter."),
    Typed("only digits", "12345", "A name needs at least one letter."),
    Typed(
      "an email address", "anna@example.org",
      "This looks like an email address. Enter your name here and your email address below."),
    Typed("a formula", "=1+1", "A name cannot begin with =, +, - or @."),
  ]

  static let emails = [
    Typed("nothing", "", "Enter your email address. You need it to confirm your signature."),
    Typed("no @", "anna.example.org", "An email address contains an @, like name@example.org."),
    Typed(
      "two @", "anna@b@example.org",
      "An email address contains only one @, like name@example.org."),
    Typed(
      "a newline", "anna@example.org\r\nBcc: eve@example.org",
      "Check this email address. It should look like name@example.org."),
    Typed(
      "300 bytes",
      String(repeating: "a", count: 60) + "@"
        + String(repeating: "example.", count: 29) + "example",
      "This email address is too long. It can have at most 254 characters."),
    Typed(
      "letters beyond ASCII before the @", "jürgen@example.org",
      "Check this email address. It should look like name@example.org."),
    Typed(
      "no dot", "anna@example", "Check this email address. It should look like name@example.org."),
  ]

  static let reasons = [
    Typed(
      "501 characters", String(repeating: "r", count: 501),
      "This text is too long. It can have at most 500 characters."),
    Typed("a link", "See http://spam.example", "This text cannot contain a web address."),
  ]

  /// HTML's own escapes, written down a second time.
  private static func escaped(_ text: String) -> String {
    [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;")]
      .reduce(text) { $0.replacing($1.0, with: $1.1) }
  }

  /// Posts one wrong field and looks at the page that comes back.
  private func refuse(_ field: String, _ typed: Typed, shownAs shown: String) async throws {
    try await SiteClient.withPetition { client, slug in
      let written = [
        "name": "Anna Typed", "email": "anna.typed@example.org", "reason": "Typed \"reason\"",
        "country": "MM", "audience": "organiser", "updates": "yes",
      ]
      let response = try await client.sign(
        People.arnaud, slug, written.merging([field: typed.text]) { $1 })
      let page = response.text
      #expect(response.status == .unprocessable)
      #expect(
        page.contains(#"<p class="error" id="\#(field)-error">\#(typed.message)</p>"#),
        "no message beside the field")
      #expect(page.contains(##"<a href="#\##(field)">\##(typed.message)</a>"##), "none on top")
      #expect(page.contains(shown + Self.escaped(typed.text)), "what was typed is lost")
      for (other, text) in ["name": "Anna Typed", "email": "anna.typed@example.org"]
      where other != field { #expect(page.contains(#"name="\#(other)" value="\#(text)""#)) }
      if field != "reason" { #expect(page.contains(">Typed &quot;reason&quot;</textarea>")) }
      #expect(page.contains(#"<option value="MM" selected>"#))
      #expect(page.contains(#"value="organiser" checked"#))
      #expect(page.contains(#"value="yes" checked"#))
      #expect(try await client.mails().isEmpty)
      expectSilence(client.log, of: [typed.text, "Typed", "anna", "example.org", slug.text])
    }
  }

  /// Nothing that came from somebody stands in what the operator reads.
  private func expectSilence(_ log: String, of texts: [String]) {
    #expect(log.contains(#""route":"#), "nothing was logged at all")
    for text in texts where !text.isEmpty {
      #expect(!log.lowercased().contains(text.lowercased()), "the log holds “\(text.prefix(40))”")
    }
  }

  @Test(arguments: names) func `a wrong name is told and kept`(_ typed: Typed) async throws {
    try await refuse("name", typed, shownAs: #"name="name" value=""#)
  }

  @Test(arguments: emails) func `a wrong address is told and kept`(_ typed: Typed) async throws {
    try await refuse("email", typed, shownAs: #"name="email" value=""#)
  }

  @Test(arguments: reasons) func `a wrong reason is told and kept`(_ typed: Typed) async throws {
    try await refuse("reason", typed, shownAs: #"reason-hint reason-error">"#)
  }

  @Test(arguments: [
    ("Anna \u{202e}annA\u{202c} Lind", "Anna annA Lind"), ("  Anna\r\n\tLind ", "Anna Lind"),
    ("Sunny 🌻👩🏽‍🌾", "Sunny 🌻👩🏽‍🌾"), ("အေးအေးဝင်း", "အေးအေးဝင်း"), ("ليلى الهاشمي", "ليلى الهاشمي"),
    ("陳美玲", "陳美玲"), ("O'Brien & Sons \"Bob\"", "O'Brien & Sons \"Bob\""),
    ("Zoe\u{308}", "Zoë"), ("کوهنورد\u{200c}ها", "کوهنورد\u{200c}ها"),
  ]) func `a name of any script stands on the list, clean and isolated`(
    _ typed: String, _ listed: String
  ) async throws {
    try await SiteClient.withPetition { client, slug in
      try await client.confirmed(Person(name: typed, email: "anna@example.org"), slug)
      let page = await client.get("/petitions/\(slug.text)/signatures").text
      #expect(page.contains("<bdi>\(Self.escaped(listed))</bdi>"))
      expectSilence(client.log, of: [typed, listed, "example.org", slug.text])
    }
  }

  @Test func `an address of an international domain gets its mail`() async throws {
    try await SiteClient.withPetition { client, slug in
      _ = try await client.sign(Person(name: "Anna", email: " anna@müller.example "), slug)
      #expect(try await client.mails().map(\.to.address.text) == ["anna@xn--mller-kva.example"])
    }
  }

  @Test(arguments: ["0", "-1", "99999999999", "abc", "", "+1", "1.0", "%00", "２", "2"])
  func `a page that is none is not found`(_ number: String) async throws {
    try await SiteClient.withPetition { client, slug in
      for list in ["signatures?page=", "signatures?list=imported&page=", "signatures.json?page="] {
        let address = "/petitions/\(slug.text)/\(list)\(number)"
        let response = await client.get(address)
        // An item with NUL is left out, as if no page were asked for.
        #expect(response.status == (number == "%00" ? .ok : .notFound), "\(list)")
      }
      expectSilence(client.log, of: [slug.text, "page="])
    }
  }

  @Test func `a petition that does not exist takes no signature`() async throws {
    try await SiteClient.withPetition { client, slug in
      let fields = try await client.fields(People.arnaud, slug)
      for path in ["nothing-here", "NOTHING", "a/b", "..", ""] {
        let response = await client.post("/petitions/\(path)/signatures", fields)
        #expect(response.status == .notFound, "\(path)")
      }
      expectSilence(client.log, of: ["nothing", "arnaud", "example.org"])
    }
  }

  @Test func `tokens that are none, expired or used do nothing`() async throws {
    try await SiteClient.withPetition { client, slug in
      let used = try await client.confirmed(People.arnaud, slug)
      let expired = try await client.token(People.aye, slug)
      client.clock.advance(by: 7 * 24 * 3_600_000)
      let unknown = String(repeating: "A", count: 43)
      let broken = [
        String(used.dropLast()), used + "A", String(repeating: "!", count: 43), "",
        String(repeating: "A", count: 42) + "é", String(repeating: "A", count: 200),
      ]
      for path in [
        "/confirm/%", "/signatures/%", "/signatures/%/withdraw", "/signatures/%/new-text",
      ] {
        for token in broken {
          let address = path.replacing("%", with: token)
          #expect(await client.get(address).status == .notFound, "\(path)")
          #expect(await client.post(address, [("name", "Eve")]).status == .notFound, "\(path)")
        }
        for token in [unknown, expired] {
          let address = path.replacing("%", with: token)
          #expect(await client.get(address).status == .gone, "\(path)")
          #expect(await client.post(address, [("name", "Eve")]).status == .gone, "\(path)")
        }
      }
      let again = await client.post("/confirm/\(used)")
      #expect(again.status == .seeOther)
      #expect(again.headers["Location"] == "/signatures/\(used)")
      client.letPagesAge()
      let count = await client.get("/petitions/\(slug.text)/count.json").text
      #expect(count.contains(#""count":1"#))
      expectSilence(client.log, of: [used, expired, unknown, "confirm/", "signatures/", "Arnaud"])
    }
  }

  @Test func `a form posted fifty times at once is one signature`() async throws {
    try await SiteClient.withPetition(.test { $0.signingBurst = 100 }) { client, slug in
      let fields = try await client.fields(People.arnaud, slug)
      let path = "/petitions/\(slug.text)/signatures"
      let statuses = await withTaskGroup(of: Status.self) { group in
        for _ in 0..<50 { group.addTask { await client.post(path, fields).status } }
        return await group.reduce(into: [Status]()) { $0.append($1) }
      }
      #expect(statuses == Array(repeating: .seeOther, count: 50))
      let mails = try await client.mails()
      #expect(mails.count == 1)
      let token = try #require(mails.first).confirmToken
      let pressed = await withTaskGroup(of: String?.self) { group in
        for _ in 0..<50 {
          group.addTask { await client.post("/confirm/\(token)").headers["Location"] }
        }
        return await group.reduce(into: Set<String?>()) { $0.insert($1) }
      }
      #expect(pressed == ["/signatures/\(token)"])
      client.letPagesAge()
      let count = await client.get("/petitions/\(slug.text)/count.json").text
      #expect(count.contains(#""confirmed":1,"#))
    }
  }

  @Test func `a form from a page that is too old comes back filled in, and then works`()
    async throws
  {
    try await SiteClient.withPetition { client, slug in
      let fields = try await client.fields(People.arnaud, slug, ["reason": "Night shifts"])
      let path = "/petitions/\(slug.text)/signatures"
      client.clock.advance(by: 25 * 3_600_000)
      let response = await client.post(path, fields)
      #expect(response.status == .unprocessable)
      #expect(
        response.text.contains(
          "This page was open for a long time. Everything you typed is still here: please sign again."
        ))
      #expect(response.text.contains(">Night shifts</textarea>"))
      #expect(response.text.contains(#"value="Arnaud Pénisson""#))
      #expect(try await client.mails().isEmpty)
      let again = fields.map { $0.0 == "token" ? ("token", token(in: response.text)) : $0 }
      #expect(await client.post(path, again).status == .seeOther)
      #expect(try await client.mails().count == 1)
    }
  }

  private func token(in page: String) -> String {
    let parts = page.split(separator: #"name="token" value=""#, maxSplits: 1)
    return String(parts.last?.prefix { $0 != "\"" } ?? "")
  }

  @Test func `a program that fills in every field sees nothing of it and signs nothing`()
    async throws
  {
    try await SiteClient.withPetition { client, slug in
      let person = try await client.sign(People.arnaud, slug)
      #expect(try await client.mails().count == 1)
      let program = try await client.sign(People.aye, slug, ["website": "https://spam.example"])
      // The sealed address is as long in both, and is all that differs.
      func outlined(_ answer: Response) throws -> Response {
        var answer = answer
        let location = try #require(answer.headers["Location"])
        let parts = location.split(separator: "?for=")
        try #require(parts.count == 2)
        answer.headers.set("Location", "\(parts[0]), \(parts[1].utf8.count) characters")
        return answer
      }
      #expect(try outlined(program) == outlined(person))
      #expect(try await client.mails().isEmpty)
    }
  }

  @Test func `a network that sends too many forms keeps what was typed`() async throws {
    try await SiteClient.withPetition(.test { $0.signingBurst = 2 }) { client, slug in
      for person in People.crowd(2) {
        #expect(try await client.sign(person, slug).status == .seeOther)
      }
      let response = try await client.sign(People.arnaud, slug, ["reason": "Night shifts"])
      #expect(response.status == .tooManyRequests)
      #expect(response.headers["Retry-After"] == "60")
      #expect(
        response.text.contains(
          "Too many signatures are coming from your network at the moment. Everything you typed is still here: please try again in a few minutes."
        ))
      #expect(response.text.contains(">Night shifts</textarea>"))
      #expect(try await client.mails().count == 2)
      // Somebody else's network is not held back, and this one is let in again a little later.
      var other = Request.form(
        "/petitions/\(slug.text)/signatures", try await client.fields(People.layla, slug))
      other.network = ClientNetwork(ipv4: (192, 0, 2, 9))
      #expect(await client.send(other).status == .seeOther)
      client.clock.advance(by: 60_000)
      #expect(try await client.sign(People.arnaud, slug).status == .seeOther)
      expectSilence(client.log, of: ["192.0.2", "127.0.0.1", "arnaud", "example.org"])
    }
  }

  @Test func `nothing personal is logged on any way, also when the database is gone`() async throws
  {
    try await EveryRoute.with { site in
      let client = site.client
      for route in site.routes { _ = await client.get(route.address) }
      _ = await client.get("/petitions/" + site.slug.text + "?lang=de&secret=arnaud")
      _ = await client.post("/confirm/\(site.waitingToken)")
      _ = await client.post(
        "/signatures/\(site.standingToken)", [("name", "Arnaud Elsewhere")])
      _ = await client.post("/signatures/\(site.standingToken)/withdraw")
      let fields = try await client.fields(People.meiling, site.slug)
      await client.database.close()
      _ = await client.post("/petitions/\(site.slug.text)/signatures", fields)
      let lines = client.log
      expectSilence(
        lines,
        of: People.all.flatMap { [$0.name, $0.email] } + [
          "Elsewhere", "arnaud", "example.org", site.waitingToken, site.standingToken,
          site.slug.text, "/", "127.0.0.1", fields.first { $0.0 == "token" }?.1 ?? "",
        ])
    }
  }
}
