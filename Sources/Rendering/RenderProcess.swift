import CProcess
import Glibc
import Synchronization

/// One run of a child process: input in, output out, under a deadline and a cap.
///
/// The child inherits three descriptors and the variable that finds shared libraries; no socket, no
/// database, no secret.
final class RenderProcess: Sendable {
  /// How a child ended, and what it wrote.
  struct Ending: Sendable {
    let status: Status
    let output: [UInt8]
    /// The beginning of standard error.
    let message: [UInt8]
  }

  /// The two ways for a process to end.
  enum Status: Sendable, Hashable {
    case exited(Int32)
    case signalled(Int32)
  }

  private static let messageBytes = 1024
  /// How long a cancellation may go unnoticed, in milliseconds.
  private static let patience = 100.0

  private let executable: String
  private let arguments: [String]
  private let deadline: Duration
  private let cancelled = Atomic(false)

  init(executable: String, arguments: [String], deadline: Duration) {
    self.executable = executable
    self.arguments = arguments
    self.deadline = deadline
  }

  /// Makes a run that is under way, or yet to begin, end with `CancellationError`.
  func cancel() { cancelled.store(true, ordering: .relaxed) }

  /// Blocks the calling thread until the child has ended and is reaped.
  ///
  /// - Throws: ``RenderingError`` when it could not start, ran out of time or wrote too
  ///   much; `CancellationError`.
  func run(input: [UInt8]) throws -> Ending {
    let end = ContinuousClock.now + deadline
    var streams = try ChildStreams()
    let child = try spawn(streams)
    streams.closeTheirs()
    do {
      let (output, message) = try exchange(input, over: &streams, until: end)
      let status = try wait(for: child, until: end)
      return Ending(status: status, output: output, message: message)
    } catch {
      // Its process group bears its number; whatever it started goes with it.
      kill(-child, SIGKILL)
      _ = Self.reap(child, options: 0)
      throw error
    }
  }

  private func spawn(_ streams: borrowing ChildStreams) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, streams.input.theirs.number, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, streams.output.theirs.number, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, streams.message.theirs.number, STDERR_FILENO)
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)

    // A server blocks and ignores signals; the child starts with the defaults, in a group that no
    // terminal interrupts.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))

    var child: pid_t = 0
    let code = withCStrings([executable] + arguments) { argv in
      withCStrings(environment) { posix_spawn(&child, executable, &actions, &attributes, argv, $0) }
    }
    guard code == 0 else { throw RenderingError.failed("could not start, errno \(code)") }
    return child
  }

  private var environment: [String] {
    guard let path = getenv("LD_LIBRARY_PATH") else { return [] }
    return ["LD_LIBRARY_PATH=\(String(cString: path))"]
  }

  /// Writes and reads, whichever is possible, until the child has closed both of its outputs.
  private func exchange(
    _ input: [UInt8], over streams: inout ChildStreams, until end: ContinuousClock.Instant
  ) throws -> (output: [UInt8], message: [UInt8]) {
    var rest = input[...]
    var output: [UInt8] = []
    var message: [UInt8] = []
    if rest.isEmpty { streams.input.ours.close() }
    while streams.output.ours.isOpen || streams.message.ours.isOpen {
      let ready = try streams.poll(milliseconds: try timeLeft(until: end))
      if ready.input {
        rest = rest.dropFirst(streams.input.ours.send(rest))
        if rest.isEmpty { streams.input.ours.close() }
      }
      if ready.output {
        streams.output.ours.read(into: &output)
        guard output.count <= PhotoLimits.outputBytes else {
          throw RenderingError.failed("more output than allowed")
        }
      }
      if ready.message {
        streams.message.ours.read(into: &message)
        message = Array(message.prefix(Self.messageBytes))
      }
    }
    return (output, message)
  }

  /// A child may close its outputs long before it ends, so its end has the same deadline.
  private func wait(for child: pid_t, until end: ContinuousClock.Instant) throws -> Status {
    while true {
      if let status = Self.reap(child, options: WNOHANG) { return status }
      poll(nil, 0, min(2, try timeLeft(until: end)))
    }
  }

  private static func reap(_ child: pid_t, options: Int32) -> Status? {
    var status: Int32 = 0
    var result: pid_t
    repeat { result = waitpid(child, &status, options) } while result < 0 && errno == EINTR
    // A program that ignores SIGCHLD has its children reaped by the kernel: how this one ended is
    // unknown.
    if result < 0 { return .exited(-1) }
    if result == 0 { return nil }
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
  }

  /// Milliseconds until something must be looked at again, at least 1.
  private func timeLeft(until end: ContinuousClock.Instant) throws -> Int32 {
    if cancelled.load(ordering: .relaxed) { throw CancellationError() }
    let left = ContinuousClock.now.duration(to: end)
    guard left > .zero else { throw RenderingError.timedOut }
    return max(1, Int32(min(Self.patience, left / .milliseconds(1))))
  }
}
