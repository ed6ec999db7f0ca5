import EmailAddresses
import HTTPServer
import Mail
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// What people do on the page that tells them to look for their mail.
@Suite struct MailRequestTests {
  /// Somebody who has just sent the form, with where the browser was led and the mail that came.
  private struct Waiting {
    let page: String
    let action: String
    let ticket: String
    let code: String

    init(_ client: SiteClient, _ slug: Slug, _ person: Person = People.arnaud) async throws {
      let answer = try await client.sign(person, slug)
      page = try #require(answer.headers["Location"])
      action = "/petitions/\(slug.text)/check-your-mail"
      ticket = try #require(page.split(separator: "for=").last.map(String.init))
      code = try #require(try await client.mails().last).code
    }

    func typed(_ code: String) -> [(String, String)] {
      [("for", ticket), ("code", code), ("action", "code")]
    }

    var resend: [(String, String)] { [("for", ticket), ("code", ""), ("action", "resend")] }

    /// The code with another last digit.
    var wrongCode: String { code.dropLast() + (code.last == "0" ? "1" : "0") }
  }

  /// Presses the button of the page after a right code.
  private static func press(
    _ page: Response, _ client: SiteClient, _ waiting: Waiting
  ) async throws -> Response {
    await client.post(waiting.action, try button(page))
  }

  private static func button(_ page: Response) throws -> [(String, String)] {
    let mark = #"name="ticket" value=""#
    let start = try #require(page.text.firstRange(of: mark)).upperBound
    return [
      ("ticket", String(page.text[start...].prefix { $0 != "\"" })), ("action", "confirm"),
    ]
  }

  private static func count(_ client: SiteClient, _ slug: Slug) async -> String {
    client.letPagesAge()
    return await client.get("/petitions/\(slug.text)/count.json").text
  }

  @Test func `the code of the mail confirms as the button does`() async throws {
    try await SiteClient.withPetition { client, slug in
      let waiting = try await Waiting(client, slug)
      let page = try await client.snapshot(.to(waiting.page), "mail-sent")
      #expect(!page.text.contains("arnaud") && !page.text.contains("Arnaud"))
      #expect(await Self.count(client, slug).contains(#""count":0"#))
      let typed = try await client.snapshot(
        .form(waiting.action, waiting.typed(TypedCode.grouped(waiting.code))), "code-typed")
      #expect(typed.text.contains("Arnaud") && typed.text.contains("Who can see your name?"))
      #expect(await Self.count(client, slug).contains(#""count":0"#))
      let button = try Self.button(typed)
      let confirmed = try await client.snapshot(
        .form(waiting.action, button), "code-confirmed")
      #expect(await client.post(waiting.action, button).text == confirmed.text)
      #expect(await Self.count(client, slug).contains(#""count":1"#))
      let mail = try #require(try await client.mails().last)
      #expect(mail.subject == "Your signature counts")
      #expect(!mail.text.contains("/signatures/"))
    }
  }

  @Test func `whoever lost the page types the address, too`() async throws {
    try await SiteClient.withPetition { client, slug in
      let waiting = try await Waiting(client, slug)
      let fields = [
        ("email", People.arnaud.email.lowercased()), ("code", waiting.code), ("action", "code"),
      ]
      let answer = await client.post(waiting.action, fields)
      #expect(answer.status == .ok)
      let confirmed = try await Self.press(answer, client, waiting)
      #expect(confirmed.text.contains("<h1>Your signature is number 1</h1>"))
    }
  }

  @Test func `a code counts nobody's form before its name and audience were seen`() async throws {
    try await SiteClient.withPetition { client, slug in
      let forged = try await Waiting(
        client, slug, Person(name: "Mallory", email: People.arnaud.email))
      let own = try await Waiting(client, slug)
      let page = await client.post(own.action, own.typed(forged.code))
      #expect(page.text.contains("Mallory"))
      #expect(await Self.count(client, slug).contains(#""count":0"#))
      let right = await client.post(own.action, own.typed(own.code))
      #expect(right.text.contains(People.arnaud.name) && !right.text.contains("Mallory"))
      let confirmed = try await Self.press(right, client, own)
      #expect(confirmed.text.contains(People.arnaud.name))
      // The other form went with it.
      #expect(try await Self.press(page, client, own).status == .gone)
      #expect(await Self.count(client, slug).contains(#""count":1"#))
    }
  }

  @Test func `the button after a code is good for fifteen minutes and for its petition`()
    async throws
  {
    try await SiteClient.withPetition { client, slug in
      let waiting = try await Waiting(client, slug)
      let page = await client.post(waiting.action, waiting.typed(waiting.code))
      for ticket in ["", "AAAA", waiting.ticket] {
        let fields = [("for", waiting.ticket), ("ticket", ticket), ("action", "confirm")]
        let refused = await client.post(waiting.action, fields)
        #expect(refused.status == .unprocessable)
        #expect(refused.text.contains("This code does not work, or not any more."))
      }
      client.clock.advance(by: ConfirmTicket.lifetime + 1)
      #expect(try await Self.press(page, client, waiting).status == .unprocessable)
      #expect(await Self.count(client, slug).contains(#""count":0"#))
    }
  }

  @Test func `a code that is wrong, late, tried too often or unknown is told in one way`()
    async throws
  {
    try await SiteClient.withPetition { client, slug in
      let waiting = try await Waiting(client, slug)
      let wrong = waiting.typed(waiting.wrongCode)
      let answer = try await client.snapshot(.form(waiting.action, wrong), "code-refused")
      #expect(answer.status == .unprocessable)
      #expect(answer.text.contains("value=\"\(waiting.wrongCode)\""), "what was typed is lost")
      for _ in 2...5 { #expect(await client.post(waiting.action, wrong) == answer) }
      // Now even the right one.
      let right = await client.post(waiting.action, waiting.typed(waiting.code))
      #expect(
        right.text.replacing(waiting.code, with: "")
          == answer.text.replacing(
            waiting.wrongCode, with: ""))
      #expect(right.status == .unprocessable)
      let unknown = [("email", "nobody@example.org"), ("code", waiting.code), ("action", "code")]
      let stranger = await client.post(waiting.action, unknown)
      #expect(stranger.status == .unprocessable)
      #expect(stranger.text.contains("This code does not work, or not any more."))
      #expect(await Self.count(client, slug).contains(#""count":0"#))
    }
  }

  @Test func `a code is too late after fifteen minutes, and the link is not`() async throws {
    try await SiteClient.withPetition { client, slug in
      let waiting = try await Waiting(client, slug)
      client.clock.advance(by: 15 * 60_000 + 1)
      let late = await client.post(waiting.action, waiting.typed(waiting.code))
      #expect(late.status == .unprocessable)
      _ = await client.post(waiting.action, waiting.resend)
      let mail = try #require(try await client.mails().last)
      #expect(await client.post("/confirm/\(try mail.confirmToken)").status == .seeOther)
    }
  }

  @Test(arguments: ["", "1234", "abcdefgh", "123456789"])
  func `what is no code is told so and costs no try`(_ typed: String) async throws {
    try await SiteClient.withPetition { client, slug in
      let waiting = try await Waiting(client, slug)
      for _ in 1...6 {
        let answer = await client.post(waiting.action, waiting.typed(typed))
        #expect(answer.status == .unprocessable)
        #expect(answer.text.contains("Enter the eight digits from the email."))
        #expect(answer.text.contains("value=\"\(typed)\""))
      }
      #expect(await client.post(waiting.action, waiting.typed(waiting.code)).status == .ok)
    }
  }

  @Test func `without a ticket the address is asked for and kept`() async throws {
    try await SiteClient.withPetition { client, slug in
      let action = "/petitions/\(slug.text)/check-your-mail"
      try await client.snapshot(
        .form(action, [("email", "arnaud@"), ("code", "1234 5678"), ("action", "code")]),
        "code-without-address")
      let empty = await client.post(action, [("action", "resend")])
      #expect(empty.status == .unprocessable)
      #expect(empty.text.contains("Enter your email address."))
    }
  }

  @Test func `a ticket of another petition or of yesterday asks for the address`() async throws {
    try await SiteClient.withPetition { client, slug in
      let waiting = try await Waiting(client, slug)
      client.clock.advance(by: MailTicket.lifetime + 1)
      for target in [waiting.page, "\(waiting.action)?for=AAAA"] {
        let page = await client.get(target)
        #expect(page.status == .ok && page.text.contains(#"name="email""#))
        #expect(page.headers["Cache-Control"] == "no-store")
      }
      #expect(await client.post(waiting.action, waiting.resend).status == .unprocessable)
    }
  }

  @Test func `the mail is sent again, under a new link and a new code`() async throws {
    try await SiteClient.withPetition { client, slug in
      let waiting = try await Waiting(client, slug)
      client.clock.advance(by: 120_000)
      let answer = try await client.snapshot(.form(waiting.action, waiting.resend), "resent")
      let mails = try await client.mails()
      #expect(mails.count == 1)
      let mail = try #require(mails.last)
      #expect(try mail.code != waiting.code)
      // Who has not signed is told the same, and gets nothing.
      let stranger = await client.post(
        waiting.action, [("email", "nobody@example.org"), ("action", "resend")])
      #expect(stranger.status == answer.status)
      #expect(stranger.text.contains("If your signature is waiting, another email is on its way"))
      #expect(try await client.mails().isEmpty)
      #expect(await client.post(waiting.action, waiting.typed(try mail.code)).status == .ok)
    }
  }

  @Test func `no answer about an address is sooner than another`() async throws {
    let hold: Int64 = 30
    let settings = try SiteSettings.test { $0.mailRequestHold = hold }
    try await SiteClient.withPetition(settings) { client, slug in
      let waiting = try await Waiting(client, slug)
      let stranger = ("email", "nobody@example.org")
      for fields in [
        waiting.typed(waiting.wrongCode), waiting.resend, [stranger, ("action", "resend")],
        [stranger, ("action", "code"), ("code", waiting.code)],
      ] {
        let asked = client.clock.uptime
        _ = await client.post(waiting.action, fields)
        #expect(client.clock.uptime - asked == hold)
      }
    }
  }

  @Test func `a network that asks for too many mails is told to wait`() async throws {
    let settings = try SiteSettings.test { $0.mailRequestBurst = 2 }
    try await SiteClient.withPetition(settings) { client, slug in
      let waiting = try await Waiting(client, slug)
      for _ in 1...2 { #expect(await client.post(waiting.action, waiting.resend).status == .ok) }
      let typed = waiting.typed("1234")
      let limited = try await client.snapshot(.form(waiting.action, typed), "mail-requests-limited")
      #expect(limited.status == .tooManyRequests)
      #expect(limited.headers["Retry-After"] == "60")
      var elsewhere = Request.form(waiting.action, waiting.typed(waiting.code))
      elsewhere.network = ClientNetwork(ipv4: (192, 0, 2, 7))
      #expect(await client.send(elsewhere).status != .tooManyRequests)
    }
  }

  @Test func `a page says when mails are late, and no longer than they are`() async throws {
    try await SiteClient.withPetition { client, slug in
      let answer = try await client.sign(People.arnaud, slug)
      let page = try #require(answer.headers["Location"])
      let late = "Mail is slow today"
      #expect(!(await client.get(page).text.contains(late)))
      client.clock.advance(by: 11 * 60_000)
      let told = await client.get(page).text
      #expect(told.contains(late) && told.contains("It may take up to 15 minutes, perhaps longer"))
      client.clock.advance(by: 3 * 3_600_000)
      let hours = await client.get("/petitions/\(slug.text)/check-your-mail").text
      #expect(hours.contains(late) && hours.contains("It may take up to 4 hours, perhaps longer"))
      _ = try await client.mails()
      client.clock.advance(by: 60_000)
      #expect(!(await client.get(page).text.contains(late)))
      #expect(
        !(await client.get("/petitions/\(slug.text)/check-your-mail").text.contains(late)))
    }
  }

  @Test func `a closed petition takes no code and sends nothing again`() async throws {
    try await SiteClient.withPetition { client, slug in
      let waiting = try await Waiting(client, slug)
      try await client.store.close(slug, at: client.clock.now)
      client.letPagesAge()
      for fields in [waiting.typed(waiting.code), waiting.resend] {
        #expect(await client.post(waiting.action, fields).status == .conflict)
      }
      #expect(try await client.mails().isEmpty)
    }
  }

  @Test func `nothing that was typed or sent stands in the log`() async throws {
    try await SiteClient.withPetition { client, slug in
      let waiting = try await Waiting(client, slug)
      _ = await client.get(waiting.page)
      _ = await client.post(waiting.action, waiting.typed(waiting.wrongCode))
      _ = await client.post(waiting.action, waiting.resend)
      #expect(client.log.contains(#""route":"mail-sent""#))
      for text in [waiting.ticket, waiting.code, waiting.wrongCode, "example.org", slug.text] {
        #expect(!client.log.contains(text))
      }
    }
  }

  @Test func `a program can ask for the reminder, too`() async throws {
    try await SiteClient.withPetition { client, slug in
      for (person, wish) in [(People.aye, "true"), (People.layla, "false")] {
        let json = #"{"name": "A", "email": "\#(person.email)", "reminder": \#(wish)}"#
        let answer = await client.send(
          .to(
            "/petitions/\(slug.text)/signatures", method: .post,
            headers: [("Content-Type", "application/json")], body: Array(json.utf8)))
        #expect(answer.text == "{\"status\":\"check-your-mail\"}\n")
      }
      let first = try await client.mails()
      client.clock.advance(by: 3 * 24 * 3_600_000)
      let later = try await client.mails()
      #expect(first.count == 2)
      #expect(later.map(\.to.address.text) == [People.aye.email])
    }
  }

  @Test func `the language can be changed without typing the address`() async throws {
    try await SiteClient.withPetition { client, slug in
      let waiting = try await Waiting(client, slug)
      let page = await client.get(waiting.page).text
      #expect(page.contains("\(waiting.page)&amp;lang=de\" lang=\"de\""))
      let german = await client.get(waiting.page + "&lang=de").text
      #expect(german.contains("Code aus der E-Mail") && !german.contains(#"name="email""#))
    }
  }

  @Test func `the box for a reminder is kept, and one reminder comes`() async throws {
    try await SiteClient.withPetition { client, slug in
      let refused = try await client.sign(
        Person(name: "", email: People.aye.email), slug, ["remind": "yes"])
      #expect(refused.text.contains(#"name="remind" value="yes" checked"#))
      _ = try await client.sign(People.aye, slug, ["remind": "yes"])
      #expect(try await client.mails().map(\.subject) == ["Confirm your signature"])
      client.clock.advance(by: 3 * 24 * 3_600_000)
      let reminder = try #require(try await client.mails().first)
      #expect(reminder.subject == "Reminder: confirm your signature")
      #expect(reminder.date == client.clock.now)
      client.clock.advance(by: 24 * 3_600_000)
      #expect(try await client.mails().isEmpty)
      #expect(await client.post("/confirm/\(try reminder.confirmToken)").status == .seeOther)
    }
  }
}
