import Cryptography
import Foundation
import HTTPServer
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// Where a person is signed in.
@Suite struct OwnSessionTests {
  @Test func `a person sees all of their sessions, and ends one`() async throws {
    try await SiteClient.with { client in
      let here = try await client.browser(as: .organiser)
      let there = try await client.browser(byLinkOf: here.account)
      let page = await here.get(.account(.sessions))
      #expect(page.text.components(separatedBy: "row-title").count - 1 == 2)
      let answer = await here.post(
        .account(.sessions), [("action", "one"), ("session", try page.field("session"))])
      #expect(answer.status == .seeOther)
      #expect(await there.get(.account(.home)).status == .seeOther)
      #expect(await here.get(.account(.home)).status == .ok)
    }
  }

  @Test func `ending all others leaves this one, and stops links that wait`() async throws {
    try await SiteClient.with { client in
      let here = try await client.browser(as: .organiser)
      let others = [
        try await client.browser(byLinkOf: here.account),
        try await client.browser(byLinkOf: here.account),
      ]
      let token = try await client.store.invite(here.account.id, at: client.clock.now)
      _ = await here.post(.account(.sessions), [("action", "others")])
      for other in others { #expect(await other.get(.account(.home)).status == .seeOther) }
      #expect(await here.get(.account(.home)).status == .ok)
      #expect(await client.get("/desk/sign-in/\(token)").status == .gone)
    }
  }

  @Test func `nobody sees or ends the session of somebody else`() async throws {
    try await SiteClient.with { client in
      let mine = try await client.browser(as: .organiser)
      let theirs = try await client.browser(as: .administrator)
      let page = await mine.get(.account(.sessions))
      let id = Base64URL.encode(theirs.session.id)
      #expect(!page.text.contains(id))
      _ = await mine.post(.account(.sessions), [("action", "one"), ("session", id)])
      #expect(await theirs.get(.account(.home)).status == .ok)
    }
  }
}
