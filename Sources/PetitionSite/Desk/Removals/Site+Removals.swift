import HTTPServer

extension Site {
  /// One case for each address that is read.
  func read(_ route: RemovalRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .journal: throw PageFailure.notFound
    }
  }

  /// One case for each address that changes something.
  func change(_ route: RemovalRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .journal: throw PageFailure.methodNotAllowed([.get])
    }
  }
}
