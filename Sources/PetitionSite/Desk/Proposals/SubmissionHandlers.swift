import EmailAddresses
import HTTPServer
import Localization
import Markup
import PetitionStore
import Petitions

extension Site {
  /// The last step: submits the petition of somebody who is signed in, and mails a link to anybody else.
  func sendForReview(_ token: String, _ desk: DeskVisit) async throws -> Response {
    let (proposal, link) = try await draft(token, desk)
    let status = desk.context.link(.desk(.proposal(.draft(token: token))))
    guard proposal.state.isEditable else { return redirect(to: status) }
    let check = proposalCheck(at: desk.now)
    let refusals = check.missing(proposal.content)
    guard refusals.isEmpty, let email = try? EmailAddress(parsing: proposal.content.email) else {
      var draft = Draft(desk, token, proposal, settings.proposalLimits)
      draft.refusals = refusals
      return try await page(draft, .review, .unprocessable)
    }
    if let account = desk.session?.account, isOwn(email, account) || proposal.owner == account.id {
      let isDone = try await store.submit(
        link, of: account, at: desk.now, isComplete: { check.missing($0).isEmpty })
      guard isDone else { throw PageFailure.deadDraft }
      return redirect(to: status)
    }
    guard mailRequestLimiter.allow(desk.request.network, now: desk.visit.uptime) else {
      throw PageFailure.tooManyRequests
    }
    // Nothing depends on accounts here; whether the address was written to often is nobody's business.
    let isAsked = try await held(desk.visit) {
      try await store.askToSubmit(
        link, email, language: desk.words.language.code, at: desk.now)
    }
    guard isAsked else { throw PageFailure.deadDraft }
    return redirect(to: desk.context.link(.desk(.proposal(.sent(token: token)))))
  }

  private func isOwn(_ email: EmailAddress, _ account: Account) -> Bool {
    (try? EmailAddress(parsing: account.email))?.normalised == email.normalised
  }

  /// Says that the mail is on its way.
  func submissionSentPage(_ token: String, _ desk: DeskVisit) async throws -> Response {
    let (proposal, _) = try await draft(token, desk)
    guard proposal.state.isEditable else {
      return redirect(to: desk.context.link(.desk(.proposal(.draft(token: token)))))
    }
    return personalPage(
      SubmissionSentPage(desk: desk, token: token, email: proposal.content.email).bytes)
  }

  /// The page behind the link of the mail: one button, since programs open links.
  func submitPage(_ token: String, _ desk: DeskVisit) async throws -> Response {
    guard let secret = AccountSecret(token: token) else { throw PageFailure.brokenLink }
    guard let proposal = try await store.awaitedSubmission(secret, at: desk.now) else {
      throw PageFailure.deadSubmission
    }
    return personalPage(SubmitPage(desk: desk, secret: token, content: proposal.content).bytes)
  }

  /// The button was pressed: the petition is its author's, who is signed in, and waits for a moderator.
  func submitByMail(_ token: String, _ desk: DeskVisit) async throws -> Response {
    guard let secret = AccountSecret(token: token) else { throw PageFailure.brokenLink }
    let check = proposalCheck(at: desk.now)
    let browser = BrowserName(userAgent: desk.request.headers["User-Agent"] ?? "").text
    let submission = try await store.submit(
      by: secret, browser: browser, at: desk.now, isComplete: { check.missing($0).isEmpty })
    guard let submission else { throw PageFailure.deadSubmission }
    if let earlier = desk.session { try await store.endSession(earlier, at: desk.now) }
    var response = redirect(
      to: desk.context.link(.desk(.proposal(.draft(token: submission.link.token)))))
    response.headers.add(
      "Set-Cookie",
      sessionCookie.setting(submission.session, for: store.limits.accounts.absoluteLimit))
    return response
  }

  /// Where a draft stands; one that is being written goes on where something is missing.
  func draftStatusPage(_ token: String, _ desk: DeskVisit) async throws -> Response {
    let (proposal, _) = try await draft(token, desk)
    if proposal.state == .draft {
      let missing = proposalCheck(at: desk.now).missing(proposal.content).first
      let stage = missing?.stage ?? .review
      return redirect(to: desk.context.link(.desk(.proposal(.stage(token: token, stage)))))
    }
    var petition: Petition?
    if let id = proposal.petition { petition = try await store.petition(id) }
    return personalPage(
      DraftStatusPage(desk: desk, token: token, proposal: proposal, petition: petition).bytes)
  }

  /// The petition as it will look.
  func draftPreview(_ token: String, _ desk: DeskVisit) async throws -> Response {
    let (proposal, _) = try await draft(token, desk)
    guard let empty = ListPage(number: 1, lastOrdinal: 0) else { throw PageFailure.notFound }
    return personalPage(
      DraftPreview(desk: desk, content: proposal.content, token: token, empty: empty).bytes)
  }

  func deleteDraftPage(_ token: String, _ desk: DeskVisit) async throws -> Response {
    let (proposal, _) = try await draft(token, desk)
    guard proposal.state == .draft else { throw PageFailure.notFound }
    return personalPage(
      DeleteDraftPage(desk: desk, token: token, title: proposal.content.title).bytes)
  }

  func deleteDraft(_ token: String, _ desk: DeskVisit) async throws -> Response {
    let (_, link) = try await draft(token, desk)
    guard try await store.deleteDraft(link, at: desk.now) else { throw PageFailure.notFound }
    return redirect(to: desk.context.link(.home))
  }

  /// The petitions on their way of whoever is signed in.
  func ownDraftsPage(_ desk: DeskVisit) async throws -> Response {
    let proposals = try await store.proposals(of: try desk.account.id)
    return personalPage(OwnDraftsPage(desk: desk, proposals: proposals).bytes)
  }

  /// What a submitted proposal would be as a petition now, with its story as HTML, to be published.
  ///
  /// - Throws: ``ProposalRefusal`` where something is missing by now, such as a day that has passed.
  func publishable(
    _ proposal: Proposal, at now: Int64
  ) throws -> (complete: CompleteProposal, storyHTML: String) {
    let complete = try proposalCheck(at: now).complete(proposal.content)
    return (complete, try Markdown.html(complete.wording.story))
  }
}
