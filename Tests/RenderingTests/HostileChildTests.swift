import Foundation
import Rendering
import Testing

/// What a child does that was taken over, or is broken: each is a shell script in the executable's
/// place.
@Suite struct HostileChildTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "rendering-\(UUID().uuidString)")

  private func script(_ text: String) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "child.sh").path()
    // Another process writes it: a descriptor of this one, open for writing, could be inherited by
    // the child of a test that runs at the same time, and then the script would be "busy".
    let writer = Process()
    writer.executableURL = URL(filePath: "/bin/sh")
    writer.arguments = [
      "-c", "printf '#!/bin/sh\\n%s\\n' \"$1\" > \"$2\" && chmod 700 \"$2\"", "sh", text, file,
    ]
    try writer.run()
    writer.waitUntilExit()
    #expect(writer.terminationStatus == 0)
    return file
  }

  private func expect(_ error: RenderingError, from text: String) async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let renderer = Renderer(executable: try script(text), deadline: .seconds(20))
    await #expect(throws: error) { try await renderer.photo(smallestPNG) }
  }

  @Test func `a child that hangs is killed at its deadline, with what it started`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let numbers = folder.appending(path: "numbers").path()
    let path = try script("sleep 600 & echo $$ $! > '\(numbers)'; wait")
    await #expect(throws: RenderingError.timedOut) {
      try await Renderer(executable: path, deadline: .milliseconds(500)).photo(smallestPNG)
    }
    let started = try String(contentsOfFile: numbers, encoding: .utf8).split(separator: " ")
    #expect(started.count == 2)
    for number in started {
      let pid = try #require(pid_t(number.trimmingCharacters(in: .newlines)))
      #expect(try await isGone(pid))
    }
  }

  /// The grandchild is reaped by somebody else, so its end may show a moment later; a zombie is
  /// gone too.
  private func isGone(_ pid: pid_t) async throws -> Bool {
    for _ in 0..<500 {
      let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
      guard let status, !status.contains(") Z") else { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return false
  }

  @Test func `a child that closes its outputs and stays is killed too`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try script("exec >&- 2>&-; sleep 600")
    await #expect(throws: RenderingError.timedOut) {
      try await Renderer(executable: path, deadline: .milliseconds(500)).photo(smallestPNG)
    }
  }

  @Test func `cancelling the task kills the child`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let renderer = Renderer(executable: try script("sleep 600"), deadline: .seconds(500))
    let task = Task { try await renderer.photo(smallestPNG) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func `one more than the limit is turned away at once`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let renderer = Renderer(executable: try script("sleep 600"), limit: 0)
    await #expect(throws: RenderingError.busy) { try await renderer.photo(smallestPNG) }
  }

  @Test func `a place is free again after a failure`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let renderer = Renderer(executable: try script("exit 7"), limit: 1)
    for _ in 0..<2 {
      await #expect(throws: RenderingError.failed("exit code 7")) {
        try await renderer.photo(smallestPNG)
      }
    }
  }

  @Test func `endless output is cut off`() async throws {
    try await expect(.failed("more output than allowed"), from: "cat /dev/zero")
  }

  @Test func `endless messages are thrown away`() async throws {
    try await expect(.failed("exit code 1"), from: "head -c 3000000 /dev/zero >&2; exit 1")
  }

  @Test func `an unknown sentence is a failure and is not passed on`() async throws {
    try await expect(.failed("exit code 1"), from: "echo '<script>' >&2; exit 1")
  }

  @Test func `a refusal with another exit code is a failure`() async throws {
    try await expect(
      .failed("exit code 3"), from: "echo '\(PhotoRefusal.damaged.rawValue)' >&2; exit 3")
  }

  @Test func `a crash is a failure`() async throws {
    try await expect(.failed("ended by signal 11"), from: "kill -SEGV $$")
  }

  @Test func `bytes that are no image are not called one`() async throws {
    try await expect(
      .failed("the stream of renditions is malformed"),
      from: "printf 'jpeg 1 1 8\\n<script>'")
  }

  @Test func `success without a rendition is a failure`() async throws {
    try await expect(.failed("the stream of renditions is malformed"), from: "exit 0")
  }

  @Test func `the child sees no environment and no other descriptor`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let open = try #require(FileHandle(forReadingAtPath: "/etc/passwd"))
    // Inherited unless it is closed on purpose.
    _ = fcntl(open.fileDescriptor, F_SETFD, 0)
    defer { try? open.close() }
    setenv("RENDERING_TEST_SECRET", "1", 1)
    let seen = folder.appending(path: "seen").path()
    let path = try script(
      "{ tr '\\0' '\\n' < /proc/$$/environ; ls -l /proc/$$/fd; } > '\(seen)'")
    await #expect(throws: (any Error).self) {
      try await Renderer(executable: path).photo(smallestPNG)
    }
    let text = try String(contentsOfFile: seen, encoding: .utf8)
    #expect(text.contains("socket:"))
    #expect(!text.contains("RENDERING_TEST_SECRET"))
    #expect(!text.contains("/etc/passwd"))
  }
}
