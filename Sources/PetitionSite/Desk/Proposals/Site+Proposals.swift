import HTTPServer
import Petitions

extension Site {
  /// One case for each address that is read.
  func read(_ route: ProposalRoute, _ desk: DeskVisit) async throws -> Response {
    do {
      return try await page(route, desk)
    } catch PageFailure.signInNeeded {
      // A draft that became somebody's, opened where they are not signed in.
      return signInFirst(.proposal(route), desk.visit)
    }
  }

  private func page(_ route: ProposalRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .start(let slug): try await startPage(from: slug, desk)
    case .draft(let token): try await draftStatusPage(token, desk)
    case .stage(let token, let stage): try await stagePage(token, stage, desk)
    case .preview(let token): try await draftPreview(token, desk)
    case .sent(let token): try await submissionSentPage(token, desk)
    case .delete(let token): try await deleteDraftPage(token, desk)
    case .submit(let secret): try await submitPage(secret, desk)
    case .own: try await ownDraftsPage(desk)
    }
  }

  /// One case for each address that changes something.
  func change(_ route: ProposalRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .start(let slug): try await start(from: slug, desk)
    case .stage(let token, .review): try await sendForReview(token, desk)
    case .stage(let token, let stage): try await save(token, stage, desk)
    case .delete(let token): try await deleteDraft(token, desk)
    case .submit(let secret): try await submitByMail(secret, desk)
    case .draft, .preview, .sent, .own: throw PageFailure.methodNotAllowed([.get])
    }
  }
}
