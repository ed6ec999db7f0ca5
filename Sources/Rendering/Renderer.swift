import Dispatch
import Glibc
import Synchronization

/// Has photos rendered by short-lived processes of another executable.
///
/// One process serves one photo and never touches the caller's memory. Each call occupies a thread
/// of its own while its process runs, none of Swift's concurrency pool.
public struct Renderer: Sendable {
  private let executable: String
  private let deadline: Duration
  private let places: Places
  private let queue = DispatchQueue(label: "Rendering", attributes: .concurrent)

  /// - Parameters:
  ///   - executable: the path of `undersigned-render`.
  ///   - deadline: the wall-clock time after which a process is killed.
  ///   - limit: how many processes may run at once; a call beyond it is answered
  ///     ``RenderingError/busy``.
  public init(executable: String, deadline: Duration = .seconds(30), limit: Int = 4) {
    self.executable = executable
    self.deadline = deadline
    self.places = Places(limit)
  }

  /// Makes the clean, smaller forms of an original that nobody has checked yet.
  ///
  /// Cancelling the task kills the process.
  ///
  /// - Returns: at least one rendition, smallest first, each width in every format.
  /// - Throws: ``RenderingError``, or `CancellationError` when the task was cancelled.
  public func photo(_ original: [UInt8]) async throws -> [Rendition] {
    guard original.count <= PhotoLimits.originalBytes else { throw RenderingError.tooLarge }
    let ending = try await run(arguments: ["photo"], input: original)
    guard ending.status == .exited(0) else { throw Self.error(for: ending) }
    do {
      return try RenditionFrames.decode(ending.output)
    } catch {
      throw RenderingError.failed(error.description)
    }
  }

  private func run(arguments: [String], input: [UInt8]) async throws -> RenderProcess.Ending {
    guard places.take() else { throw RenderingError.busy }
    defer { places.giveBack() }
    let process = RenderProcess(executable: executable, arguments: arguments, deadline: deadline)
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        queue.async {
          continuation.resume(with: Result { try process.run(input: input) })
        }
      }
    } onCancel: {
      process.cancel()
    }
  }

  /// A refusal counts only when the process ended by itself and said one of the known sentences.
  private static func error(for ending: RenderProcess.Ending) -> RenderingError {
    let sentence = ending.message.prefix { $0 != UInt8(ascii: "\n") }
    let refusal = PhotoRefusal.allCases.first { sentence.elementsEqual($0.rawValue.utf8) }
    switch (ending.status, refusal) {
    case (.exited(1), .some(.tooLarge)): return .tooLarge
    case (.exited(1), .some(let reason)): return .refused(reason)
    case (.exited(let code), _): return .failed("exit code \(code)")
    case (.signalled(let signal), _): return .failed("ended by signal \(signal)")
    }
  }
}

/// Counts the processes that run at the same time.
private final class Places: Sendable {
  private let free: Mutex<Int>

  init(_ count: Int) { free = Mutex(count) }

  func take() -> Bool {
    free.withLock { free in
      guard free > 0 else { return false }
      free -= 1
      return true
    }
  }

  func giveBack() { free.withLock { $0 += 1 } }
}
