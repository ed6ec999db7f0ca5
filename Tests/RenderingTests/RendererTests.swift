import Foundation
import Rendering
import Testing

/// The real executable, which lies beside the tests.
private let executable =
  Bundle.main.executableURL?
  .deletingLastPathComponent().appending(path: "undersigned-render").path() ?? ""

@Suite struct RendererTests {
  @Test func `a photo comes back in its renditions`() async throws {
    let renditions = try await Renderer(executable: executable).photo(smallestPNG)
    #expect(renditions.map(\.format) == [.webp, .jpeg])
    #expect(renditions.allSatisfy { $0.width == 1 && $0.height == 1 })
  }

  @Test func `a refusal comes back as its reason`() async {
    let renderer = Renderer(executable: executable)
    await #expect(throws: RenderingError.refused(.notAPhoto)) {
      try await renderer.photo(Array("Not an image.".utf8))
    }
    await #expect(throws: RenderingError.refused(.damaged)) {
      try await renderer.photo(smallestPNG.dropLast(30))
    }
    await #expect(throws: RenderingError.refused(.notAPhoto)) { try await renderer.photo([]) }
  }

  @Test func `a file over ten mebibytes starts no process`() async {
    await #expect(throws: RenderingError.tooLarge) {
      try await Renderer(executable: "/nonexistent").photo(
        [UInt8](repeating: 0xFF, count: PhotoLimits.originalBytes + 1))
    }
  }

  @Test func `an executable that is not there is a failure`() async {
    await #expect(throws: RenderingError.failed("could not start, errno 2")) {
      try await Renderer(executable: "/nonexistent").photo(smallestPNG)
    }
  }

  @Test func `many photos at once come back each to its caller`() async throws {
    let renderer = Renderer(executable: executable, limit: 6)
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<6 { group.addTask { try await renderer.photo(smallestPNG).count } }
      for try await count in group { #expect(count == 2) }
    }
  }

  @Test func `the executable limits itself before it reads`() async throws {
    let process = Process()
    process.executableURL = URL(filePath: executable)
    process.arguments = ["photo"]
    let input = Pipe()
    process.standardInput = input
    process.standardOutput = Pipe()
    process.standardError = Pipe()
    try process.run()
    defer {
      try? input.fileHandleForWriting.close()
      process.waitUntilExit()
    }
    let file = "/proc/\(process.processIdentifier)/limits"
    let wanted = [
      "Max address space": "1610612736", "Max cpu time": "20", "Max open files": "16",
      "Max file size": "0", "Max core file size": "0",
    ]
    // The file shows the process as it starts, so it is read until the last of the limits is there.
    var lines: [Substring] = []
    for _ in 0..<500 {
      lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
      if lines.contains(where: { $0.hasPrefix("Max core file size") && $0.hasValue("0") }) { break }
      try await Task.sleep(for: .milliseconds(10))
    }
    for (name, value) in wanted {
      let line = try #require(lines.first { $0.hasPrefix(name) })
      #expect(line.hasValue(value), "\(line)")
    }
  }

  @Test func `wrong usage ends with code 2`() throws {
    for arguments in [[], ["photo", "again"], ["video"]] {
      let process = Process()
      process.executableURL = URL(filePath: executable)
      process.arguments = arguments
      process.standardError = Pipe()
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 2)
    }
  }
}

extension Substring {
  /// Whether both the soft and the hard limit of a line in `/proc/…/limits` are this.
  fileprivate func hasValue(_ value: String) -> Bool {
    split(separator: " ").filter { $0 == value }.count == 2
  }
}
