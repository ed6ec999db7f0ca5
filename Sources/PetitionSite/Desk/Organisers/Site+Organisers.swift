import HTTPServer

extension Site {
  /// One case for each address that is read.
  func read(_ route: OrganiserRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .petitions: throw PageFailure.notFound
    }
  }

  /// One case for each address that changes something.
  func change(_ route: OrganiserRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .petitions: throw PageFailure.methodNotAllowed([.get])
    }
  }
}
