import Mail

extension Delivery {
  /// Throws why a message was not taken.
  func get() throws {
    switch self {
    case .accepted: break
    case .deferred(let error), .rejected(let error): throw error
    }
  }
}
