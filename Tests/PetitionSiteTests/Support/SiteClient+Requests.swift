import Foundation
import HTTPServer
import Mail
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

extension Request {
  /// A request as a browser on the public address sends it.
  static func to(
    _ target: String, method: HTTPServer.Method = .get, headers: [(HeaderName, String)] = [],
    body: [UInt8] = []
  ) -> Request {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    return Request(
      method: method, path: String(parts[0]),
      query: QueryItems(parts.count > 1 ? String(parts[1]) : nil),
      headers: HeaderFields(headers), body: body, host: "petitions.example.org")
  }

  /// A form as a browser posts it from a page of the site.
  static func form(
    _ target: String, _ fields: [(String, String)] = [],
    headers: [(HeaderName, String)] = [("Sec-Fetch-Site", "same-origin")]
  ) -> Request {
    let body = fields.map { name, value in
      "\(PercentEncoding.encode(queryValue: name))=\(PercentEncoding.encode(queryValue: value))"
    }
    let type: (HeaderName, String) = ("Content-Type", "application/x-www-form-urlencoded")
    return to(
      target, method: .post, headers: [type] + headers,
      body: Array(body.joined(separator: "&").utf8))
  }
}

extension Response {
  /// The body as text.
  var text: String { String(decoding: body, as: UTF8.self) }
}

extension MailMessage {
  /// The token of the link that confirms.
  var confirmToken: String {
    get throws {
      let start = try #require(text.range(of: "/confirm/")).upperBound
      return String(text[start...].prefix { !$0.isWhitespace && $0 != "?" })
    }
  }

  /// The eight digits that confirm, without the space between their groups.
  var code: String {
    get throws {
      let line = try #require(
        text.split(separator: "\n").first { $0.count == 9 && TypedCode(String($0)) != nil })
      return String(line).replacing(" ", with: "")
    }
  }
}

extension SiteClient {
  func get(_ target: String, _ headers: [(HeaderName, String)] = []) async -> Response {
    await send(.to(target, headers: headers))
  }

  func post(
    _ target: String, _ fields: [(String, String)] = [],
    headers: [(HeaderName, String)] = [("Sec-Fetch-Site", "same-origin")]
  ) async -> Response {
    await send(.form(target, fields, headers: headers))
  }

  /// The token in the form of a petition's page.
  func formToken(_ slug: Slug) async throws -> String {
    let page = await get("/petitions/\(slug.text)").text
    let mark = #"name="token" value=""#
    let start = try #require(page.range(of: mark)).upperBound
    return String(page[start...].prefix { $0 != "\"" })
  }

  /// What somebody types into the form of a petition, with changes.
  func fields(
    _ person: Person, _ slug: Slug, _ changes: [String: String] = [:]
  ) async throws -> [(String, String)] {
    var fields = [
      "token": try await formToken(slug), "name": person.name, "email": person.email,
      "website": "", "audience": "public",
    ]
    fields.merge(changes) { $1 }
    return fields.sorted { $0.key < $1.key }
  }

  /// Fills in the form of a petition and sends it.
  func sign(
    _ person: Person, _ slug: Slug, _ changes: [String: String] = [:], language: String? = nil
  ) async throws -> Response {
    let suffix = language.map { "?lang=" + $0 } ?? ""
    return await post(
      "/petitions/\(slug.text)/signatures" + suffix, try await fields(person, slug, changes))
  }

  /// Signs, and takes the token out of the mail that follows.
  func token(
    _ person: Person, _ slug: Slug, _ changes: [String: String] = [:]
  ) async throws -> String {
    let answer = try await sign(person, slug, changes)
    #expect(answer.status == .seeOther)
    let mail = try #require(try await mails().last)
    return try mail.confirmToken
  }

  /// Signs and confirms.
  @discardableResult
  func confirmed(
    _ person: Person, _ slug: Slug, _ changes: [String: String] = [:]
  ) async throws -> String {
    let token = try await token(person, slug, changes)
    let answer = await post("/confirm/\(token)")
    #expect(answer.status == .seeOther)
    letPagesAge()
    return token
  }
}
