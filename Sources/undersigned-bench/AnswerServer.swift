import HTTPServer

/// Answers every form with 303 as soon as it is read: what signing costs besides its own work.
func answer(_ options: Options) async throws {
  let address = try options.needed("listen")
  let parts = address.split(separator: ":")
  guard parts.count == 2, let port = UInt16(parts[1]) else {
    throw UsageError(message: "--listen is an address and a port")
  }
  var limits = ServerLimits()
  limits.connectionsPerNetwork = 100_000
  let server = Server(
    configuration: ServerConfiguration(host: String(parts[0]), port: port, limits: limits),
    handler: { request in
      guard request.method == .post else { return .text("ready\n") }
      _ = try request.form()
      return .redirect(to: request.path)
    })
  try await server.run()
}
