import Foundation
import Testing

/// What must not compile: wrong HTML, unchecked addresses, markup from run-time strings.
@Suite struct CompilationTests {
  /// Where the build has put the modules, beside the program that runs the tests.
  private static func modules() throws -> URL {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let places = [program.path] + CommandLine.arguments
    for place in places {
      let folder = URL(fileURLWithPath: place).deletingLastPathComponent()
      let modules = folder.appending(path: "Modules")
      let module = modules.appending(path: "Markup.swiftmodule")
      if FileManager.default.fileExists(atPath: module.path) { return modules }
    }
    throw CocoaError(.fileNoSuchFile)
  }

  /// The C library that the module is made with, which the compiler looks up again.
  private static let moduleMap = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources/CCmark/module.modulemap")

  /// What the compiler says to a few lines that follow `import Markup`; nothing when it is content.
  private static func complaints(about source: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "Snippet.swift")
    try Data("import Markup\nlet typed = readLine() ?? \"\"\n\(source)\n".utf8).write(to: file)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "swiftc", "-typecheck", "-swift-version", "6", "-I", try modules().path,
      "-Xcc", "-fmodule-map-file=\(moduleMap.path)",
      "-module-cache-path", folder.appending(path: "cache").path, file.path,
    ]
    let output = Pipe()
    process.standardError = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let text = String(decoding: bytes, as: UTF8.self)
    #expect((process.terminationStatus == 0) == !text.contains("error:"), "\(text)")
    return text
  }

  @Test func `right HTML compiles`() throws {
    let complaints = try Self.complaints(
      about: """
        struct Home: LinkTarget { var address: String { "/" } }
        let link = a(.href(Home()), .class(typed), .title(typed)) { typed }
        let list = ul { li(.class("a")) { link } }
        print(list.string, HTML.literal("<b>hand-written</b>").string, HTML.text(typed).string)
        if let web = WebLink(typed) { print(a(.href(web)) { "web" }.string) }
        """)
    #expect(complaints == "")
  }

  /// Each with a part of the one complaint that it deserves.
  @Test(arguments: [
    (#"print(li(.href(PageAnchor("a"))).string)"#, "LinkingTag"),
    (#"print(a(.href("javascript:alert(1)")).string)"#, "LinkTarget"),
    ("print(a(.href(typed)).string)", "LinkTarget"),
    ("print(HTML.literal(typed).string)", "StaticString"),
    (#"print(HTML.literal("<b>\(typed)</b>").string)"#, "StaticString"),
    ("print(HTML.markdown(typed).string)", "RenderedMarkdown"),
    ("print(PageAnchor(typed).address)", "StaticString"),
    (#"print(br { "text" }.string)"#, "closure"),
    (#"print(p(.checked) { "text" }.string)"#, "checked"),
  ]) func `wrong HTML does not compile`(_ source: String, _ reason: String) throws {
    let complaints = try Self.complaints(about: source)
    #expect(complaints.contains("error:"))
    #expect(complaints.contains(reason), "\(complaints)")
    #expect(!complaints.contains("no such module"))
  }
}
