import HTTPServer

extension Site {
  /// One case for each address that is read.
  func read(_ route: ProposalRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .start: throw PageFailure.notFound
    }
  }

  /// One case for each address that changes something.
  func change(_ route: ProposalRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .start: throw PageFailure.methodNotAllowed([.get])
    }
  }
}
