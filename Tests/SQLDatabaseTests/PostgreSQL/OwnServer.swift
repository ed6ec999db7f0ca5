import Foundation
import SQLDatabase
import TestSupport

/// A PostgreSQL server of one test alone, which can be stopped, silenced and started again.
final class OwnServer: @unchecked Sendable {
  // Sendable: one test uses it, one step after another.
  let port: UInt16
  let folder = try? TemporaryFolder()
  private var process: Process?

  /// Where there is a server for the other suites, its programs are there as well.
  static var isPossible: Bool { TestEngine.all.contains(.postgresql) }

  /// Makes the files and starts the server with more settings, such as `ssl=on`.
  init(_ settings: [String] = []) async throws {
    port = try TCPListener(apartFromClients: true).port
    if getuid() == 0 { try await Self.run(["chown", "postgres:", path]) }
    try await Self.run(
      Self.asOwner + [
        Self.program("initdb"), "--pgdata=\(path)/data", "--username=undersigned", "--auth=trust",
        "--encoding=UTF8", "--locale=C", "--no-sync",
      ])
    try await start(settings)
  }

  deinit {
    guard let process else { return }
    kill(process.processIdentifier, SIGQUIT)
    for child in children { kill(child, SIGKILL) }
    kill(process.processIdentifier, SIGKILL)
  }

  var path: String { folder?.path ?? "" }

  /// Where to reach it, or another port that leads to it.
  func address(port: UInt16? = nil, _ more: String = "") throws -> PostgreSQLAddress {
    try PostgreSQLAddress("postgres://undersigned@127.0.0.1:\(port ?? self.port)/postgres\(more)")
  }

  func start(_ settings: [String] = []) async throws {
    let all = [
      "listen_addresses=127.0.0.1", "unix_socket_directories=\(path)", "fsync=off",
      "full_page_writes=off", "autovacuum=off", "deadlock_timeout=100ms",
    ]
    process = try Self.process(
      Self.asOwner + [Self.program("postgres"), "-D", "\(path)/data", "-p", "\(port)"]
        + (all + settings).flatMap { ["-c", $0] })
    while process?.isRunning == true {
      if try await Self.status(
        [Self.program("pg_isready"), "--quiet", "--host=127.0.0.1", "--port=\(port)"]) == 0
      {
        return
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw ServerFailed()
  }

  /// Ends it: with SIGINT in order, with SIGQUIT at once.
  func stop(_ signal: Int32) async throws {
    guard let process else { return }
    kill(process.processIdentifier, signal)
    while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
    self.process = nil
  }

  /// Lets every process of the server stand still, so that it accepts and answers nothing.
  func silence() {
    guard let pid = process?.processIdentifier else { return }
    // The first of them first, so that it starts no others.
    kill(pid, SIGSTOP)
    for child in children { kill(child, SIGSTOP) }
  }

  func goOn() {
    guard let pid = process?.processIdentifier else { return }
    for child in children { kill(child, SIGCONT) }
    kill(pid, SIGCONT)
  }

  /// Runs statements outside of a transaction and gives what they print.
  @discardableResult
  func run(_ statements: String...) async throws -> String {
    try await Self.run(
      [
        Self.program("psql"), "--no-psqlrc", "--quiet", "--tuples-only", "--no-align",
        "--host=127.0.0.1", "--port=\(port)", "--username=undersigned", "postgres",
      ] + statements.flatMap { ["--command", $0] })
  }

  private var children: [pid_t] {
    guard let pid = process?.processIdentifier,
      let text = try? String(
        contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)
    else { return [] }
    return text.split(separator: " ").compactMap { pid_t($0) }
  }

  // MARK: Programs

  private static let asOwner =
    getuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : []

  /// Debian keeps the programs of each version in a folder of its own.
  private static func program(_ name: String) -> String {
    let root = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    let latest = versions.max { (Int($0) ?? 0) < (Int($1) ?? 0) }
    return latest.map { "\(root)/\($0)/bin/\(name)" } ?? name
  }

  private static func process(_ words: [String], output: Pipe? = nil) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = URL(fileURLWithPath: "/")
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output ?? FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  private static func status(_ words: [String]) async throws -> Int32 {
    let process = try process(words)
    while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    return process.terminationStatus
  }

  @discardableResult
  static func run(_ words: [String]) async throws -> String {
    let output = Pipe()
    let process = try process(words, output: output)
    while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    guard process.terminationStatus == 0 else { throw ServerFailed() }
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
  }
}

struct ServerFailed: Error {}
