import FoundationEssentials

/// Files that never change under their address: the address holds a hash of the content.
///
/// They are read and compressed once, kept in memory, and may be cached for a year.
public struct StaticFiles: Sendable {
  private let paths: [String: String]
  private let responses: [String: PreparedResponse]

  /// Something to serve.
  public struct File: Sendable {
    /// Such as `site.css`; may have folders, `fonts/plain.woff2`.
    public let name: String
    /// The content.
    public let bytes: [UInt8]
    /// Such as `text/css; charset=utf-8`.
    public let contentType: String

    /// Makes one; without a content type it follows from the ending of the name.
    public init(name: String, bytes: [UInt8], contentType: String? = nil) {
      self.name = name
      self.bytes = bytes
      self.contentType = contentType ?? StaticFiles.contentType(ofName: name)
    }
  }

  /// Prepares files under a prefix that begins and ends with `/`.
  public init(
    _ files: [File], prefix: String = "/assets/", headers: HeaderFields = HeaderFields(),
    routeName: String = "static"
  ) {
    var paths: [String: String] = [:]
    var responses: [String: PreparedResponse] = [:]
    for file in files {
      let path = prefix + Self.hashedName(of: file)
      var response = Response(headers: headers, body: file.bytes)
      response.headers.set("Content-Type", file.contentType)
      response.headers.set("Cache-Control", "public, max-age=31536000, immutable")
      paths[file.name] = path
      responses[path] = PreparedResponse(response, compressing: .stored, routeName: routeName)
    }
    self.paths = paths
    self.responses = responses
  }

  /// Prepares every file in a folder and the folders in it, except those whose name begins with a dot.
  ///
  /// Throws what Foundation throws when something there cannot be read.
  public init(
    directory: String, prefix: String = "/assets/", headers: HeaderFields = HeaderFields(),
    routeName: String = "static"
  ) throws {
    var files: [File] = []
    for name in try FileManager.default.subpathsOfDirectory(atPath: directory).sorted() {
      let isHidden = name.split(separator: "/").contains { $0.hasPrefix(".") }
      let path = directory + "/" + name
      var isDirectory = false
      guard !isHidden, FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
        !isDirectory
      else { continue }
      let data = try Data(contentsOf: URL(filePath: path))
      files.append(File(name: name, bytes: Array(data)))
    }
    self.init(files, prefix: prefix, headers: headers, routeName: routeName)
  }

  /// The address of a file by its name, such as `/assets/site.1f3a….css`; nil for an unknown name.
  public func path(_ name: String) -> String? { paths[name] }

  /// The answer for an address; nil where none of the files lives.
  public func response(for path: String) -> PreparedResponse? { responses[path] }

  private static func hashedName(of file: File) -> String {
    let digest = EntityTag.digest(file.bytes).prefix(16)
    var segments = file.name.split(separator: "/").map(String.init)
    let last = segments.popLast() ?? ""
    let dot = last.lastIndex(of: ".") ?? last.endIndex
    segments.append("\(last[..<dot]).\(digest)\(last[dot...])")
    return segments.map { PercentEncoding.encode(pathSegment: $0) }.joined(separator: "/")
  }

  /// The content type for the ending of a name, `application/octet-stream` for an unknown one.
  public static func contentType(ofName name: String) -> String {
    let ending = name.split(separator: ".").last.map { String($0).asciiLowercased } ?? ""
    return contentTypes[ending] ?? "application/octet-stream"
  }

  private static let contentTypes = [
    "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
    "html": "text/html; charset=utf-8", "txt": "text/plain; charset=utf-8",
    "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
    "webp": "image/webp", "avif": "image/avif", "gif": "image/gif", "ico": "image/x-icon",
    "woff2": "font/woff2", "woff": "font/woff", "json": "application/json",
    "webmanifest": "application/manifest+json", "xml": "application/xml",
    "pdf": "application/pdf", "wasm": "application/wasm",
  ]
}
