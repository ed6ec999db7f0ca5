import EmailAddresses
import HTTPServer
import Localization
import Markup
import PetitionStore
import Petitions

/// What people do who wait for a mail.
extension Site {
  /// The page after the form.
  func mailSentPage(_ slug: Slug, _ ticket: String, _ visit: Visit) async throws -> Response {
    guard let petition = try await views.recentPetition(slug, at: visit.uptime) else {
      throw PageFailure.notFound
    }
    guard !petition.isHidden else { throw PageFailure.takenDown }
    await mailDelay.refresh(from: store, at: visit)
    let isGood = mailTicket.address(ticket, for: petition, at: visit.now) != nil
    let page = checkYourMailPage(petition, visit.context, isGood ? .ticket(ticket) : .typed(""))
    return personalPage(page.bytes)
  }

  func checkYourMailPage(
    _ petition: Petition, _ context: PageContext, _ recipient: CheckYourMailPage.Recipient
  ) -> CheckYourMailPage {
    CheckYourMailPage(
      context: context, petition: petition, recipient: recipient,
      delay: mailDelay.known(at: context.now))
  }

  /// Takes the code of the mail, then the button of the page that follows, or has the mail sent again.
  func answerAboutMail(_ slug: Slug, _ visit: Visit) async throws -> Response {
    // Before anything is read: whatever the form turns out to be, it counts against its network.
    let isLimited = !mailRequestLimiter.allow(visit.request.network, now: visit.uptime)
    let form = try form(of: visit.request)
    guard let petition = try await views.recentPetition(slug, at: visit.uptime) else {
      throw PageFailure.notFound
    }
    guard !petition.isHidden else { throw PageFailure.takenDown }
    guard petition.isOpen(at: visit.now) else { throw PageFailure.petitionClosed }
    await mailDelay.refresh(from: store, at: visit)
    let sender = MailRequest(form, petition, mailTicket, at: visit.now)
    var page = checkYourMailPage(petition, visit.context, sender.recipient)
    page.typedCode = form["code"] ?? ""
    if isLimited { return tooManyMailRequests(page, visit) }
    if form["action"] == "confirm" { return try await confirm(form["ticket"] ?? "", page, visit) }
    guard case .success(let email) = sender.email else {
      page.fault = sender.fault
      return personalPage(page.bytes, status: .unprocessable)
    }
    return form["action"] == "resend"
      ? try await resend(to: email, page, visit) : try await checkCode(of: email, page, visit)
  }

  /// Shows whose signature a code belongs to: the form may be somebody else's.
  private func checkCode(
    of email: EmailAddress, _ page: CheckYourMailPage, _ visit: Visit
  ) async throws -> Response {
    var page = page
    page.fault = .code(.malformed)
    if let code = TypedCode(page.typedCode) {
      let petition = page.petition
      let outcome = try await held(visit) {
        try await store.checkCode(code.digits, of: email, petition, at: visit.now)
      }
      switch outcome {
      case .right(let confirmHash, let pending):
        let ticket = confirmTicket.ticket(
          for: confirmHash, of: page.petition, at: visit.now, random: effects.random)
        let confirmPage = ConfirmPage(
          context: visit.context, petition: page.petition,
          signed: try await store.petition(page.petition, asOf: pending.wordingVersion),
          way: .code(ticket: ticket, page.recipient),
          name: pending.name, audience: pending.audience)
        return personalPage(confirmPage.bytes)
      case .petitionClosed: throw PageFailure.petitionClosed
      case .notAccepted: page.fault = .code(.notAccepted)
      }
    }
    return personalPage(page.bytes, status: .unprocessable)
  }

  /// The button after the code was pressed.
  private func confirm(
    _ ticket: String, _ page: CheckYourMailPage, _ visit: Visit
  ) async throws -> Response {
    guard let hash = confirmTicket.confirmHash(ticket, of: page.petition, at: visit.now) else {
      var page = page
      page.fault = .code(.notAccepted)
      return personalPage(page.bytes, status: .unprocessable)
    }
    switch try await store.confirm(
      confirmHash: hash, from: network(of: visit), at: visit.now)
    {
    case .confirmed:
      guard let signature = try await store.signature(confirmHash: hash) else {
        throw PageFailure.deadLink
      }
      let confirmed = CodeConfirmedPage(
        context: visit.context, petition: page.petition, signature: signature)
      return personalPage(confirmed.bytes)
    case .signedBefore: throw PageFailure.signedBefore
    case .petitionClosed: throw PageFailure.petitionClosed
    case .unknown: throw PageFailure.deadLink
    }
  }

  /// Does what depends on an address, and waits until a fixed time after the request has passed.
  ///
  /// The store does more where something is known of the address: without this, the time of an answer
  /// would tell that somebody signed or has an account. Work that takes longer than
  /// ``SiteSettings/mailRequestHold`` is held to the next multiple of it, so that small differences do
  /// not show; work that differs by more than that does. Errors are held, too: some come of the commit.
  func held<Value: Sendable>(
    _ visit: Visit, _ work: () async throws -> Value
  ) async throws -> Value {
    let outcome: Result<Value, any Error>
    do {
      outcome = .success(try await work())
    } catch {
      outcome = .failure(error)
    }
    let hold = settings.mailRequestHold
    if hold > 0 { try await effects.pause(hold - (effects.uptime() - visit.uptime) % hold) }
    return try outcome.get()
  }

  /// The same answer for everybody, whether there is anything to send or not.
  private func resend(
    to email: EmailAddress, _ page: CheckYourMailPage, _ visit: Visit
  ) async throws -> Response {
    do {
      try await held(visit) {
        try await store.resend(
          to: email, page.petition, language: visit.words.language.code, at: visit.now)
      }
    } catch StoreError.petitionClosed {
      throw PageFailure.petitionClosed
    }
    var page = page
    page.notice = Notice(
      kind: .done, title: visit.words("If your signature is waiting, another email is on its way"),
      text: p {
        visit.words(
          "An address gets only a few emails from us in a day. Please look in your spam folder, too: you can use any of them."
        )
      })
    return personalPage(page.bytes)
  }

  private func tooManyMailRequests(_ page: CheckYourMailPage, _ visit: Visit) -> Response {
    var page = page
    page.notice = Notice(
      kind: .caution, title: visit.words("Please wait a little"),
      text: p {
        visit.words(
          "Too many requests are coming from your network at the moment. Nothing is lost: please try again in a few minutes, or use the button in the email."
        )
      })
    var response = personalPage(page.bytes, status: .tooManyRequests)
    response.headers.set("Retry-After", "60")
    return response
  }

  /// The button that ends news, or that they have ended.
  func unsubscribePage(_ token: String, _ visit: Visit) async throws -> Response {
    if store.isOfTrial(unsubscribeToken: token) { throw PageFailure.trialOfNews }
    guard let subscription = try await store.unsubscription(token),
      let petition = try await store.petition(subscription.petition)
    else { throw PageFailure.unknownUnsubscription }
    let page = UnsubscribePage(
      context: visit.context, petition: petition, token: token,
      isSubscribed: subscription.wantsUpdates)
    return personalPage(page.bytes)
  }

  /// Ends news, for whoever pressed the button and for a mail provider that was asked to (RFC 8058).
  func unsubscribe(_ token: String, _ visit: Visit) async throws -> Response {
    // A button sends nothing; a body that cannot be read is none of a provider.
    let form = (try? visit.request.form()) ?? Form()
    if store.isOfTrial(unsubscribeToken: token) { throw PageFailure.trialOfNews }
    guard try await store.unsubscribe(token) else { throw PageFailure.unknownUnsubscription }
    return form["List-Unsubscribe"] == "One-Click"
      ? plain(visit.words("You will get no more news") + "\n")
      : redirect(to: visit.context.link(.unsubscribe(token: token)))
  }
}

/// Whose mail a form speaks of.
private struct MailRequest {
  let recipient: CheckYourMailPage.Recipient
  let email: Result<EmailAddress, EmailAddressError>

  init(_ form: Form, _ petition: Petition, _ tickets: MailTicket, at now: Int64) {
    let ticket = form["for"] ?? ""
    if let address = tickets.address(ticket, for: petition, at: now) {
      recipient = .ticket(ticket)
      email = .success(address)
    } else {
      let typed = form["email"] ?? ""
      recipient = .typed(typed)
      email = Result { () throws(EmailAddressError) in try EmailAddress(parsing: typed) }
    }
  }

  var fault: CheckYourMailPage.Fault? {
    guard case .failure(let error) = email else { return nil }
    return .email(Refusal(error))
  }
}
