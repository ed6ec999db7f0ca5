import HTTPServer
import Localization
import Markup
import PetitionStore
import Petitions

extension Site {
  /// Checks what was written of a petition at this moment.
  func proposalCheck(at now: Int64) -> ProposalCheck {
    ProposalCheck(settings, at: now)
  }

  /// The first step, empty or with the words of an earlier petition.
  func startPage(from slug: Slug?, _ desk: DeskVisit) async throws -> Response {
    let content = try await template(slug)
    return try await page(
      Draft(
        desk: desk, token: nil, template: slug, state: .draft, content: content,
        limits: settings.proposalLimits), .ask)
  }

  /// Begins a draft with what was typed on the first step.
  func start(from slug: Slug?, _ desk: DeskVisit) async throws -> Response {
    guard startingLimiter.allow(desk.request.network, now: desk.visit.uptime) else {
      throw PageFailure.tooManyRequests
    }
    let sent = try DraftForm.Sent(desk, form: try form(of: desk.request))
    // A program that fills in every field learns nothing.
    if sent.isFromProgramInDisguise { return redirect(to: desk.context.link(.home)) }
    var content = try await template(slug)
    content.take(.ask, from: sent)
    try await addKnownTarget(sent, to: &content)
    let link = try await store.beginDraft(
      content, language: desk.words.language.code, at: desk.now)
    return try await answer(
      Draft(
        desk: desk, token: link.token, template: nil, state: .draft, content: content,
        limits: settings.proposalLimits), .ask, sent)
  }

  private func template(_ slug: Slug?) async throws -> ProposalContent {
    guard let slug else { return ProposalContent() }
    guard let petition = try await store.petition(slug), petition.takenDownAt == nil else {
      throw PageFailure.notFound
    }
    return ProposalContent(from: petition)
  }

  /// One step of a draft as it is.
  func stagePage(_ token: String, _ stage: ProposalStage, _ desk: DeskVisit) async throws
    -> Response
  {
    var (proposal, _) = try await draft(token, desk)
    guard proposal.state.isEditable else {
      return redirect(to: desk.context.link(.desk(.proposal(.draft(token: token)))))
    }
    if stage == .about, let account = desk.session?.account, proposal.content.email.isEmpty {
      var content = proposal.content
      content.take(.about) { $0 == .name ? account.name : account.email }
      proposal = proposal.with(content)
    }
    return try await page(Draft(desk, token, proposal, settings.proposalLimits), stage)
  }

  /// Saves one step; mistakes included, so that nothing typed is lost.
  func save(_ token: String, _ stage: ProposalStage, _ desk: DeskVisit) async throws -> Response {
    let (proposal, link) = try await draft(token, desk)
    guard proposal.state.isEditable else {
      return redirect(to: desk.context.link(.desk(.proposal(.draft(token: token)))))
    }
    let sent = try DraftForm.Sent(desk, form: try form(of: desk.request))
    var known = ProposalContent()
    try await addKnownTarget(sent, to: &known)
    let target = known.targets
    let change: @Sendable (inout ProposalContent) -> Void = { content in
      content.take(stage, from: sent)
      content.targets += target
    }
    var problem: ProposalRefusal.PhotoProblem?
    let changed: Proposal?
    switch try await photo(sent, on: stage) {
    case .none: changed = try await store.changeDraft(link, at: desk.now, change)
    case .removed:
      changed = try await store.setPhoto(nil, of: link, at: desk.now, change)
    case .new(let files):
      changed = try await store.setPhoto(files, of: link, at: desk.now, change)
    case .refused(let reason):
      problem = reason
      changed = try await store.changeDraft(link, at: desk.now, change)
    }
    guard let changed else { throw PageFailure.deadDraft }
    return try await answer(
      Draft(desk, token, changed, settings.proposalLimits), stage, sent, problem)
  }

  /// What follows a step that was saved: the next one, or the same with what is wrong.
  private func answer(
    _ saved: Draft, _ stage: ProposalStage, _ sent: DraftForm.Sent,
    _ problem: ProposalRefusal.PhotoProblem? = nil
  ) async throws -> Response {
    var draft = saved
    draft.refusals = problem.map { [ProposalRefusal(.photo, .photo($0))] } ?? []
    switch sent.wish {
    case .addTarget:
      draft.blankTargets = 1
      return try await page(draft, stage)
    case .later where problem == nil:
      draft.isSaved = true
      return try await page(draft, stage)
    case .later, .goOn:
      draft.refusals += proposalCheck(at: draft.desk.now).refusals(stage, of: draft.content)
      if draft.refusals.isEmpty, let token = draft.token, let next = stage.next {
        return redirect(
          to: draft.desk.context.link(.desk(.proposal(.stage(token: token, next)))))
      }
      return try await page(draft, stage, .unprocessable)
    }
  }

  func page(
    _ draft: Draft, _ stage: ProposalStage, _ status: Status = .ok
  ) async throws -> Response {
    var draft = draft
    let words = SearchWords.query(
      title: draft.content.title, goal: draft.content.goal,
      limit: settings.proposalLimits.similarityWords)
    switch stage {
    case .ask:
      draft.knownTargets = try await store.knownTargets()
      draft.similar = try await store.similarPetitions(to: words)
    case .story: draft.similar = try await store.similarPetitions(to: words)
    case .review:
      if status == .ok {
        draft.refusals = proposalCheck(at: draft.desk.now).missing(draft.content)
      }
    case .letter, .details, .about: break
    }
    return personalPage(
      StagePage(draft: draft, stage: stage).bytes, status: status, hasScript: true)
  }

  /// The proposal of a link, for whoever may see it.
  ///
  /// - Throws: ``PageFailure``.
  func draft(
    _ token: String, _ desk: DeskVisit
  ) async throws -> (proposal: Proposal, link: AccountSecret) {
    guard let link = AccountSecret(token: token) else { throw PageFailure.brokenLink }
    guard let proposal = try await store.proposal(link, at: desk.now) else {
      throw PageFailure.deadDraft
    }
    guard let owner = proposal.owner else { return (proposal, link) }
    guard try owner == desk.account.id else { throw PageFailure.notFound }
    return (proposal, link)
  }

  private func addKnownTarget(
    _ sent: DraftForm.Sent, to content: inout ProposalContent
  ) async throws {
    guard let id = sent.knownTarget, let target = try await store.knownTarget(id) else { return }
    // Where letters can go is for nobody who only knows the number of a target.
    content.targets.append(
      DetailedTarget(name: target.name, office: target.office, country: target.country))
  }
}
