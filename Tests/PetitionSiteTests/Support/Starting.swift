import EmailAddresses
import Foundation
import HTTPServer
import Mail
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// Somebody who writes a petition, without an account.
struct Author {
  let client: SiteClient
  /// The path of the draft, such as `/drafts/…`.
  let draft: String

  static let email = "bo@example.org"

  /// What is typed on each step.
  static let typed: [ProposalStage: [(String, String)]] = [
    .ask: [
      ("title", "Plant trees on Kiln Street"), ("goal", "Plant forty trees before next summer."),
      ("target-1-name", "Ann Lee"), ("target-1-office", "Mayor"), ("target-1-country", "DE"),
      ("target-1-address", "Town Hall\nKiln Street 1"), ("target-1-email", "mayor@example.org"),
    ],
    .story: [
      ("story", "It is **hot** there.\n\n- in May\n- in June"), ("call", "Sign for shade."),
    ],
    .letter: [
      ("salutation", "Dear Mayor,"), ("letter", "Please plant trees.\n\nWe need shade."),
      ("closing", "Sincerely,"),
    ],
    .details: [
      ("photo-credit", ""), ("photo-description", ""), ("language", "en"),
      ("category", "environment"), ("audience", "public"), ("closes-on", "2030-06-30"),
      ("milestones", "100, 500"),
    ],
    .about: [("name", "Bo Berg"), ("email", email)],
  ]

  /// Writes the first step, and all others where `all` says so.
  static func begin(_ client: SiteClient, all: Bool = true) async throws -> Author {
    let answer = await client.post("/petitions/new", typed[.ask] ?? [])
    #expect(answer.status == .seeOther)
    let location = try #require(answer.headers["Location"])
    #expect(location.hasSuffix("/story"))
    let author = Author(client: client, draft: String(location.dropLast("/story".count)))
    if all {
      for stage in [ProposalStage.story, .letter, .details, .about] {
        let saved = await author.save(stage)
        #expect(saved.headers["Location"] == author.draft + "/" + (stage.next?.rawValue ?? ""))
      }
    }
    return author
  }

  func save(_ stage: ProposalStage, _ changes: [(String, String)] = []) async -> Response {
    let names = Set(changes.map(\.0))
    let fields = (Self.typed[stage] ?? []).filter { !names.contains($0.0) } + changes
    return await client.post("\(draft)/\(stage.rawValue)", fields)
  }

  func get(_ part: String) async -> Response { await client.get(draft + part) }

  /// Sends the petition and gives the path of the link in the mail.
  func send() async throws -> String {
    let sent = await client.post(draft + "/review")
    #expect(sent.headers["Location"] == draft + "/sent")
    let mail = try #require(try await client.mails().last)
    #expect(mail.to.address.text == Self.email)
    let start = try #require(mail.text.range(of: "/submit/")).lowerBound
    return String(mail.text[start...].prefix { !$0.isWhitespace && $0 != "?" })
  }

  /// Sends the petition, follows the link and presses the button.
  func submit() async throws -> DeskBrowser {
    let link = try await send()
    let answer = await client.post(link)
    #expect(answer.status == .seeOther)
    return try await browser(of: answer)
  }

  /// The browser that an answer signed in.
  func browser(of answer: Response) async throws -> DeskBrowser {
    let cookie = try #require(answer.headers["Set-Cookie"]?.split(separator: ";").first)
    let token = String(try #require(cookie.split(separator: "=").last))
    let secret = try #require(AccountSecret(token: token))
    let session = try #require(try await client.store.session(secret, at: client.clock.now))
    return DeskBrowser(client: client, session: session, cookie: token)
  }

  /// The proposal as it is now.
  func proposal() async throws -> Proposal {
    let link = try #require(AccountSecret(token: draft.dropFirst("/drafts/".count)))
    return try #require(try await client.store.proposal(link, at: client.clock.now))
  }
}
