import EmailAddresses
import HTTPServer
import Localization
import PetitionStore
import Petitions

extension Site {
  /// Takes a signature: the cheapest checks first, the durable record last.
  func sign(_ slug: Slug, _ visit: Visit) async throws -> Response {
    let sent = try SentForm(visit)
    // Before anything is read: whatever the form turns out to be, it counts against its network.
    let isLimited = !signingLimiter.allow(visit.request.network, now: visit.uptime)
    if isLimited, !refusalLimiter.allow(visit.request.network, now: visit.uptime) {
      throw PageFailure.tooManyRequests
    }
    guard let petition = try await views.recentPetition(slug, at: visit.uptime) else {
      throw PageFailure.notFound
    }
    guard !petition.isHidden else { throw PageFailure.takenDown }
    guard petition.isOpen(at: visit.now) else { throw PageFailure.petitionClosed }
    // A program that fills in every field learns nothing.
    if sent.isFromProgramInDisguise {
      return signed(petition, try? EmailAddress(parsing: sent.form.email), visit)
    }
    if isLimited { return try await refused([.tooManyRequests], sent, petition, visit) }
    // A program that sends JSON cannot be made to by another site, and has no page with a token.
    if !visit.hasJSONBody, !formToken.isValid(sent.token, for: petition, at: visit.now) {
      return try await refused([.formExpired], sent, petition, visit)
    }
    switch sent.form.checked(firstAudience: petition.firstAudience, countries: countries) {
    case .refused(let refusals):
      return try await refused(refusals, sent, petition, visit)
    case .accepted(let signer):
      let language = visit.words.language.code
      do {
        try await store.sign(
          signer, petition, origin: SignatureOrigin(source: sent.source), language: language,
          at: visit.now)
      } catch StoreError.petitionClosed {
        throw PageFailure.petitionClosed
      }
      return signed(petition, signer.email, visit)
    }
  }

  /// The same answer for everybody.
  private func signed(
    _ petition: Petition, _ email: EmailAddress?, _ visit: Visit
  ) -> Response {
    guard visit.isByProgram else {
      let ticket = email.map {
        mailTicket.ticket(to: $0, for: petition, at: visit.now, random: effects.random)
      }
      let route = ticket.map { Route.mailSent(petition.slug, ticket: $0) }
      return redirect(to: visit.context.link(route ?? .checkYourMail(petition.slug)))
    }
    var fields = headers.personal
    fields.set("Content-Type", "application/json")
    return Response(
      status: .accepted, headers: fields, body: Array(#"{"status":"check-your-mail"}"#.utf8 + [10]))
  }

  /// The page again, with the messages beside the fields and with everything that was typed.
  private func refused(
    _ refusals: [Refusal], _ sent: SentForm, _ petition: Petition, _ visit: Visit
  ) async throws -> Response {
    let isLimited = refusals == [.tooManyRequests]
    let status: Status = isLimited ? .tooManyRequests : .unprocessable
    var response: Response
    if visit.isByProgram {
      response = problem(
        Problem(
          title: visit.words("Your signature has not been sent yet"), status: status.code,
          detail: nil,
          errors: refusals.map {
            Problem.FieldError(
              field: $0.field?.rawValue, code: String(describing: $0), message: visit.words($0))
          }))
    } else {
      guard let petition = try await store.petition(petition.slug) else {
        throw PageFailure.notFound
      }
      guard petition.isOpen(at: visit.now) else { throw PageFailure.petitionClosed }
      var page = try await petitionPage(petition, visit.context)
      page.typed = sent.form
      page.source = sent.source
      page.refusals = refusals
      response = personalPage(page.bytes, status: status)
    }
    if isLimited { response.headers.set("Retry-After", "60") }
    return response
  }
}

/// What came with the form, before anything of it is believed.
struct SentForm {
  let form: SigningForm
  let token: String
  /// By which link the person came.
  let source: SourceCode?
  /// A field that people do not see was filled in.
  let isFromProgramInDisguise: Bool

  /// - Throws: ``PageFailure/badForm(_:)``.
  init(_ visit: Visit) throws {
    do throws(BodyError) {
      if visit.hasJSONBody {
        let sent = try visit.request.json(JSONForm.self)
        form = sent.form
        token = ""
        source = sent.from.flatMap { SourceCode($0) }
        isFromProgramInDisguise = false
      } else {
        let sent = try visit.request.form()
        form = SigningForm(
          name: sent["name"] ?? "", email: sent["email"] ?? "", reason: sent["reason"] ?? "",
          country: sent["country"] ?? "", audience: sent["audience"] ?? "",
          wantsUpdates: sent["updates"] == "yes", wantsReminder: sent["remind"] == "yes")
        token = sent["token"] ?? ""
        // The page is the same for everybody and does not know its query; the browser tells it to its own
        // site. A page with messages has another address, and so a field.
        source =
          sent["from"].flatMap { SourceCode($0) }
          ?? SourceCode(referer: visit.request.headers["Referer"])
        isFromProgramInDisguise = !(sent["website"] ?? "").isEmpty
      }
    } catch {
      throw PageFailure.badForm(error)
    }
  }

  private struct JSONForm: Decodable {
    let name: String?
    let email: String?
    let reason: String?
    let country: String?
    let audience: String?
    let updates: Bool?
    let reminder: Bool?
    let from: String?

    var form: SigningForm {
      SigningForm(
        name: name ?? "", email: email ?? "", reason: reason ?? "", country: country ?? "",
        audience: audience ?? "", wantsUpdates: updates ?? false,
        wantsReminder: reminder ?? false)
    }
  }
}

extension Visit {
  /// Whether the request comes from a program that reads JSON, or asks for what only programs read.
  var isByProgram: Bool {
    hasJSONBody || request.headers["Accept"]?.hasPrefix("application/json") == true
      || request.path.hasSuffix(".json")
  }
}
