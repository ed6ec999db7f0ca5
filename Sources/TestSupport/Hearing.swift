import Foundation
public import SQLDatabase

extension Database {
  /// Waits until observers have heard of all that was committed, which takes a server a moment.
  public func hearOfCommits() async {
    guard dialect == .postgresql else { return }
    let (marks, heard) = AsyncStream.makeStream(of: Void.self)
    let message = "mark \(UUID().uuidString)"
    observe { notice in
      if notice == .message(message) { heard.yield() }
    }
    let telling = Task {
      // Nothing is heard of a database that is closed.
      defer { heard.finish() }
      // Again where the listener is not connected yet.
      while !Task.isCancelled {
        try await write { try $0.notify(message) }
        try await Task.sleep(for: .milliseconds(100))
      }
    }
    for await _ in marks { break }
    telling.cancel()
  }
}
