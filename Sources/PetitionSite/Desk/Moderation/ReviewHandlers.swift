import HTTPServer
import Localization
import Markup
import PetitionStore
import Petitions

extension Site {
  func queuePage(_ desk: DeskVisit) async throws -> Response {
    let page = QueuePage(
      desk: desk, proposals: try await store.queuedProposals(),
      amendments: try await store.queuedAmendments(),
      openReports: try await store.openReports().count, limits: store.limits.moderation)
    return personalPage(page.bytes)
  }

  func reviewPage(_ subject: ReviewSubject, _ desk: DeskVisit) async throws -> Response {
    switch subject {
    case .proposal(let id): personalPage(try await reviewPage(id, desk).bytes)
    case .amendment(let id): personalPage(try await amendmentPage(id, desk).bytes)
    }
  }

  private func reviewPage(_ id: Proposal.ID, _ desk: DeskVisit) async throws -> ReviewPage {
    guard let queued = try await store.queuedProposal(id) else { throw PageFailure.notFound }
    let content = queued.proposal.content
    return ReviewPage(
      desk: desk, queued: queued, reasons: try await store.reviewReasons(),
      decisions: try await store.decisions(about: id),
      similar: try await store.similarPetitions(
        to: SearchWords.query(
          title: content.title, goal: content.goal, limit: settings.proposalLimits.similarityWords)),
      limits: store.limits.moderation,
      isComplete: proposalCheck(at: desk.now).missing(content).isEmpty)
  }

  /// Carries out what a moderator decided, or shows the form again.
  func decide(_ subject: ReviewSubject, _ desk: DeskVisit) async throws -> Response {
    switch subject {
    case .proposal(let id): try await decide(id, desk)
    case .amendment(let id): try await decide(id, desk)
    }
  }

  private func decide(_ id: Proposal.ID, _ desk: DeskVisit) async throws -> Response {
    let sent = try form(of: desk.request)
    let form = ReviewForm(
      choice: sent["choice"] ?? "", reasons: sent.all("reason"), message: sent["message"] ?? "",
      time: sent["time"] ?? "")
    var page = try await reviewPage(id, desk)
    page.form = form
    let refused: ReviewRefused
    let checked = Result { () throws(ReviewRefused) in
      try form.checked(
        against: page.reasons, returns: page.queued.proposal.submissions - 1,
        limits: store.limits.moderation, now: desk.now)
    }
    switch checked {
    case .success(let decision):
      let decided = proposalDecision(
        decision, page.queued.proposal, submission: Int(sent["submission"] ?? "") ?? 0,
        page.reasons, desk)
      let outcome = try await store.decide(decided, by: try desk.account.id, at: desk.now)
      guard case .refused(let refusal) = outcome else {
        return redirect(to: desk.context.link(.desk(.moderation(.queue))))
      }
      refused = ReviewRefused([refusal])
    case .failure(let error): refused = error
    }
    page.messages = messages(refused, desk)
    return personalPage(page.bytes, status: .unprocessable)
  }

  /// What carrying a decision out needs.
  private func proposalDecision(
    _ decision: ReviewDecision, _ proposal: Proposal, submission: Int, _ reasons: [ReviewReason],
    _ desk: DeskVisit
  ) -> ProposalDecision {
    // In the words of the organiser, who reads them in a mail.
    let words = localizations.words(for: proposal.language) ?? desk.words
    let explained = ReasonList(words, decision.reasons, of: reasons).text
    let verdict = [explained, decision.message].filter { !$0.isEmpty }.joined(separator: "\n")
    return ProposalDecision(
      proposal: proposal.id, decision: decision, submission: submission, verdict: verdict,
      complete: try? proposalCheck(at: desk.now).complete(proposal.content),
      storyHTML: (try? Markdown.html(proposal.content.story)) ?? "")
  }

  /// Takes a case or lets go of it.
  func claim(_ subject: ReviewSubject, _ desk: DeskVisit) async throws -> Response {
    let account = try desk.account.id
    if try form(of: desk.request)["action"] == "release" {
      try await store.release(subject, by: account)
    } else {
      // Whether it was taken stands on the page that follows.
      _ = try await store.claim(subject, by: account, at: desk.now)
    }
    return redirect(to: desk.context.link(.desk(.moderation(.review(subject)))))
  }

  /// Keeps a note.
  func note(_ subject: ReviewSubject, _ desk: DeskVisit) async throws -> Response {
    let typed = try form(of: desk.request)["note"] ?? ""
    let checked = Result { () throws(ReviewRefused) in
      try ReviewNoteForm(note: typed).checked(limits: store.limits.moderation)
    }
    guard case .failure(let refused) = checked else {
      try await store.note(
        try checked.get(), on: subject, by: try desk.account.id, at: desk.now)
      return redirect(to: desk.context.link(.desk(.moderation(.review(subject)))))
    }
    let told = messages(refused, desk)
    switch subject {
    case .proposal(let id):
      var page = try await reviewPage(id, desk)
      page.typedNote = typed
      page.messages = told
      return personalPage(page.bytes, status: .unprocessable)
    case .amendment(let id):
      var page = try await amendmentPage(id, desk)
      page.typedNote = typed
      page.messages = told
      return personalPage(page.bytes, status: .unprocessable)
    }
  }

  /// The messages of a form, each beside its field.
  func messages(_ refused: ReviewRefused, _ desk: DeskVisit) -> [FieldMessage] {
    refused.refusals.map { refusal in
      FieldMessage(
        field: refusal.field?.rawValue, text: desk.words(refusal, store.limits.moderation))
    }
  }
}
