import HTTPServer

extension Site {
  /// One case for each address that is read.
  func read(_ route: ModerationRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .queue: throw PageFailure.notFound
    }
  }

  /// One case for each address that changes something.
  func change(_ route: ModerationRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .queue: throw PageFailure.methodNotAllowed([.get])
    }
  }
}
