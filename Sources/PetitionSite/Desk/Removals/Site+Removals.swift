import HTTPServer

extension Site {
  /// One case for each address that is read.
  func read(_ route: RemovalRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .signatures(let slug): try await signaturesPage(slug, desk)
    case .pulse(let slug): try await pulsePage(slug, desk)
    case .alarms: try await alarmsPage(desk)
    case .removals(let before): try await removalsPage(before, desk)
    case .removal(let id): try await removalPage(id, desk)
    case .journal(let before): try await journalPage(before, desk)
    case .switches: try await switchesPage(desk)
    // Everybody sees it alike: it is among the public pages.
    case .history: throw PageFailure.notFound
    }
  }

  /// One case for each address that changes something.
  func change(_ route: RemovalRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .signatures(let slug): try await countSignatures(slug, desk)
    case .removal(let id): try await moveRemoval(id, desk)
    case .switches: try await turnSwitch(desk)
    default: throw PageFailure.methodNotAllowed([.get])
    }
  }
}
