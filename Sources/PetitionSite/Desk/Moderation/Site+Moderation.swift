import HTTPServer
import PetitionStore
import Petitions

extension Site {
  /// One case for each address that is read.
  func read(_ route: ModerationRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .queue: try await queuePage(desk)
    case .review(let subject): try await reviewPage(subject, desk)
    case .decision(let subject):
      redirect(to: desk.context.link(.desk(.moderation(.review(subject)))))
    case .claim, .notes, .closeReport: throw PageFailure.methodNotAllowed([.post])
    case .reports: try await reportsPage(desk)
    case .rules: try await rulesPage(desk)
    case .rule(let key): try await rulePage(key, desk)
    case .takeDown(let slug): try await takeDownPage(slug, desk)
    case .restore(let slug): try await restorePage(slug, desk)
    case .merge(let slug): try await mergePage(slug, desk)
    case .amend(let slug): try await amendPage(slug, desk)
    case .publicRules: try await publicRulesPage(desk)
    case .rejections: try await rejectionsPage(desk)
    case .rejection(let number): try await rejectionPage(number, desk)
    case .report(let slug): try await reportPage(slug, desk)
    // Everybody sees it alike: it is among the public pages.
    case .versions: throw PageFailure.notFound
    }
  }

  /// One case for each address that changes something.
  func change(_ route: ModerationRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .decision(let subject): try await decide(subject, desk)
    case .claim(let subject): try await claim(subject, desk)
    case .notes(let subject): try await note(subject, desk)
    case .closeReport(let id): try await closeReport(id, desk)
    case .rule(let key): try await writeRule(key, desk)
    case .takeDown(let slug): try await takeDown(slug, desk)
    case .restore(let slug): try await restore(slug, desk)
    case .merge(let slug): try await merge(slug, desk)
    case .amend(let slug): try await amend(slug, desk)
    case .report(let slug): try await report(slug, desk)
    case .queue, .review, .reports, .rules, .publicRules, .rejections, .rejection, .versions:
      throw PageFailure.methodNotAllowed([.get])
    }
  }
}
