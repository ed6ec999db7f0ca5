import HTTPServer
import Localization
import Markup
import PetitionStore
import Petitions

extension Site {
  func amendmentPage(_ id: Amendment.ID, _ desk: DeskVisit) async throws -> AmendmentPage {
    guard let queued = try await store.queuedAmendment(id) else { throw PageFailure.notFound }
    return AmendmentPage(
      desk: desk, queued: queued, limits: store.limits.moderation,
      asksSigners: queued.amendment.asksSigners)
  }

  /// Accepts another text or turns it down, or shows the form again.
  func decide(_ id: Amendment.ID, _ desk: DeskVisit) async throws -> Response {
    let sent = try form(of: desk.request)
    var page = try await amendmentPage(id, desk)
    page.chosen = sent["choice"] ?? ""
    page.typedMessage = sent["message"] ?? ""
    page.asksSigners = sent["ask-signers"] == "yes"
    let refused: ReviewRefused
    switch checkedAmendment(page) {
    case .success(let message):
      let wording = page.queued.amendment.wording
      let isAccepted = page.chosen == "accept"
      let refusal = try await store.decide(
        // Without words it was decided meanwhile, and the store says so.
        id, acceptedAs: isAccepted ? try wording.map { try Markdown.html($0.story) } ?? "" : nil,
        asksSigners: page.asksSigners, message: message, by: try desk.account.id, at: desk.now)
      guard let refusal else {
        return redirect(to: desk.context.link(.desk(.moderation(.queue))))
      }
      refused = ReviewRefused([refusal])
    case .failure(let error): refused = error
    }
    page.messages = messages(refused, desk)
    return personalPage(page.bytes, status: .unprocessable)
  }

  private func checkedAmendment(_ page: AmendmentPage) -> Result<String, ReviewRefused> {
    Result { () throws(ReviewRefused) in
      guard ["accept", "decline"].contains(page.chosen) else {
        throw ReviewRefused([.decisionMissing])
      }
      do throws(ReviewRefused) {
        return try ReviewNoteForm(note: page.typedMessage).checked(limits: page.limits)
      } catch  where error.refusals == [.noteMissing] {
        return ""
      } catch {
        throw ReviewRefused([.messageTooLong])
      }
    }
  }

  /// The words of a petition in a form.
  func amendPage(_ slug: Slug, _ desk: DeskVisit) async throws -> Response {
    let petition = try await ownPetition(slug, desk)
    let page = AmendPage(
      desk: desk, petition: petition, form: AmendmentForm(petition.wording),
      isWaiting: try await store.waitingAmendment(of: petition.id) != nil)
    return personalPage(page.bytes)
  }

  /// A petition that is shown and open, for whoever runs it and for moderators.
  private func ownPetition(_ slug: Slug, _ desk: DeskVisit) async throws -> Petition {
    guard let petition = try await store.petition(slug) else { throw PageFailure.notFound }
    try desk.require(petition, or: .moderate)
    guard petition.isOpen(at: desk.now), !petition.isHidden else {
      throw PageFailure.petitionClosed
    }
    return petition
  }

  /// Sends the other words to the moderators, or shows the form again.
  func amend(_ slug: Slug, _ desk: DeskVisit) async throws -> Response {
    let petition = try await ownPetition(slug, desk)
    let sent = try form(of: desk.request)
    func text(_ name: String) -> String { sent[name] ?? "" }
    let form = AmendmentForm(
      title: text("title"), goal: text("goal"), story: text("story"), callToSign: text("call"),
      salutation: text("salutation"), letter: text("letter"), closing: text("closing"),
      purpose: text("message"), asksSigners: sent["ask-signers"] == "yes")
    var page = AmendPage(desk: desk, petition: petition, form: form, isWaiting: false)
    let content = form.content(of: petition)
    page.messages = wordingMessages(content, desk)
    let purpose = form.checkedPurpose(limits: store.limits.moderation)
    if purpose == nil { page.messages += messages(ReviewRefused([.messageTooLong]), desk) }
    if let purpose, page.messages.isEmpty {
      var wording = content.wording
      // Whom it is addressed to is not changed here, and may have been written in another way.
      wording.targets = petition.wording.targets
      let refusal = try await store.amend(
        petition.id, to: wording, from: Int(text("version")) ?? 0, purpose: purpose,
        asksSigners: form.asksSigners, by: try desk.account.id, at: desk.now)
      guard let refusal else {
        return redirect(to: desk.context.link(.desk(.moderation(.amend(slug)))))
      }
      page.messages = messages(ReviewRefused([refusal]), desk)
    }
    return personalPage(page.bytes, status: .unprocessable)
  }

  /// What is wrong with words, by the rules that they had to pass when the petition was started.
  private func wordingMessages(_ content: ProposalContent, _ desk: DeskVisit) -> [FieldMessage] {
    let check = proposalCheck(at: desk.now)
    let names: [ProposalField: String] = [
      .title: "title", .goal: "goal", .story: "story", .callToSign: "call",
      .salutation: "salutation", .letter: "letter", .closing: "closing",
    ]
    return [ProposalStage.ask, .story, .letter].flatMap { check.refusals($0, of: content) }
      .compactMap { refusal in
        names[refusal.field].map { FieldMessage(field: $0, text: desk.words(refusal)) }
      }
  }
}
