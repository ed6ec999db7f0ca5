import CZlib
import FoundationEssentials
import Testing

@testable import HTTPServer

struct PreparedResponseTests {
  static func request(_ codings: String?, tag: String? = nil) -> Request {
    var headers = HeaderFields()
    if let codings { headers.set("Accept-Encoding", codings) }
    if let tag { headers.set("If-None-Match", tag) }
    return Request(headers: headers)
  }

  static let body = Array(String(repeating: "<li>Hello &amp; welcome</li>", count: 300).utf8)

  /// What is chosen where brotli, zstd and gzip have the same size is the smaller; here brotli.
  @Test(arguments: [
    ("", nil), ("gzip", "gzip"), ("GZIP", "gzip"), ("x-gzip", "gzip"), ("deflate", nil),
    ("gzip, deflate, br, zstd", "br"), ("gzip;q=1, br;q=0.5", "gzip"), ("br;q=0, *", "zstd"),
    ("*;q=0", nil), ("zstd;q=0.001", "zstd"), ("zstd;q=0.000", nil),
    ("br;q=0,gzip;q=0,zstd;q=0", nil),
    ("br; q=0.9 , zstd;q=1.0", "zstd"), ("br;q=oops, gzip", "gzip"), ("br;q=2, gzip;q=0.1", "gzip"),
    ("identity;q=0, gzip;q=0.1", "gzip"), ("identity;q=1, br;q=0.5", nil), (",,;q=1,", nil),
  ])
  func `the form is the one that the client wants most`(accepted: String, expected: String?) {
    let prepared = PreparedResponse(Response(body: Self.body), compressing: .stored)
    let response = prepared.response(for: Self.request(accepted))
    #expect(response.headers["Content-Encoding"] == expected)
    #expect(response.headers["Vary"] == "Accept-Encoding")
    #expect((response.body == Self.body) == (expected == nil))
  }

  @Test func `each form has its own strong tag and is 304 for that only`() {
    let prepared = PreparedResponse(Response(body: Self.body))
    var tags: Set<String> = []
    for coding in ["identity", "br", "zstd", "gzip"] {
      let tag = prepared.response(for: Self.request(coding)).headers["ETag"] ?? ""
      #expect(tag.hasPrefix("\"") && tag.hasSuffix("\""))
      tags.insert(tag)
      #expect(prepared.response(for: Self.request(coding, tag: tag)).status == .notModified)
    }
    #expect(tags.count == 4 && tags.contains(prepared.etag))
    let other = prepared.response(for: Self.request("gzip", tag: prepared.etag))
    #expect(other.status == .ok)
    #expect(PreparedResponse(Response(body: Self.body + [1])).etag != prepared.etag)
  }

  @Test func `what is small has one form and no Vary`() {
    for body in [[], [1], [UInt8](repeating: 7, count: 199)] {
      let prepared = PreparedResponse(Response(body: body), compressing: .stored)
      let response = prepared.response(for: Self.request("br, zstd, gzip"))
      #expect(response.headers["Content-Encoding"] == nil && response.headers["Vary"] == nil)
      #expect(response.body == body)
    }
  }

  @Test(arguments: [CompressionEffort.stored, .live])
  func `what does not shrink goes out as it is`(effort: CompressionEffort) {
    var random = SystemRandomNumberGenerator()
    let body = (0..<1_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    let prepared = PreparedResponse(Response(body: body), compressing: effort)
    for coding in ["br, zstd, gzip", "br", "zstd", "gzip", "*"] {
      let response = prepared.response(for: Self.request(coding))
      #expect(response.headers["Content-Encoding"] == nil)
      #expect(response.headers["Vary"] == "Accept-Encoding")
      #expect(response.body == body)
    }
    #expect(prepared.byteCount == body.count)
  }

  @Test func `a form is made when it is first wanted, once`() async {
    let prepared = PreparedResponse(Response(body: Self.body))
    #expect(prepared.byteCount == Self.body.count)
    _ = prepared.response(for: Self.request(nil))
    #expect(prepared.byteCount == Self.body.count)
    let sizes = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<20 {
        group.addTask { prepared.response(for: Self.request("gzip")).body.count }
      }
      return await group.reduce(into: Set<Int>()) { $0.insert($1) }
    }
    #expect(sizes.count == 1 && prepared.byteCount == Self.body.count + (sizes.first ?? 0))
  }

  @Test func `the tag changes with every byte of a long body`() {
    let tags = Set(
      (0..<200).map { index in
        var body = Self.body
        body[index * 31 % body.count] ^= 1
        return EntityTag.strong(body)
      } + [EntityTag.strong(Self.body), EntityTag.strong(Self.body + [0])])
    #expect(tags.count == 202)
  }

  @Test func `what is not to be compressed has no Vary`() {
    let none = PreparedResponse(Response(body: Self.body), compressing: .none)
    #expect(none.response(for: Self.request("br")).headers["Vary"] == nil)
  }

  @Test func `an answer that is no 200 has no tag and is never 304`() {
    let missing = PreparedResponse(Response(status: .notFound, body: Self.body))
    let response = missing.response(for: Self.request("br", tag: "*"))
    #expect(response.status == .notFound && response.headers["ETag"] == nil)
    #expect(response.headers["Content-Encoding"] == "br")
  }

  @Test func `the gzip form unpacks to the bytes`() throws {
    let packed = PreparedResponse(Response(body: Self.body)).response(for: Self.request("gzip"))
      .body
    #expect(packed.count < Self.body.count / 10)
    var stream = z_stream()
    #expect(czlib_inflate_init_gzip(&stream) == Z_OK)
    defer { inflateEnd(&stream) }
    var input = packed
    var output = [UInt8](repeating: 0, count: Self.body.count + 1)
    let room = output.count
    let result = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(room)
        return inflate(&stream, Z_FINISH)
      }
    }
    #expect(result == Z_STREAM_END)
    #expect(Array(output.prefix(Int(stream.total_out))) == Self.body)
  }

  @Test func `an existing Vary is kept`() {
    let response = Response(headers: HeaderFields([("Vary", "Cookie")]), body: Self.body)
    let prepared = PreparedResponse(response).response(for: Self.request(nil))
    #expect(prepared.headers["Vary"] == "Cookie, Accept-Encoding")
  }

  @Test func `a static file has its hash in its address and may be kept for ever`() throws {
    let files = StaticFiles([
      StaticFiles.File(name: "site.css", bytes: Self.body),
      StaticFiles.File(name: "fonts/a b.woff2", bytes: [1, 2, 3]),
      StaticFiles.File(name: "plain", bytes: [4]),
    ])
    let path = try #require(files.path("site.css"))
    #expect(path.hasPrefix("/assets/site.") && path.hasSuffix(".css") && path.utf8.count == 33)
    let response = try #require(files.response(for: path)).response(for: Self.request("br"))
    #expect(response.headers["Content-Type"] == "text/css; charset=utf-8")
    #expect(response.headers["Cache-Control"] == "public, max-age=31536000, immutable")
    #expect(response.headers["Content-Encoding"] == "br" && response.routeName == "static")
    #expect(files.path("fonts/a b.woff2")?.hasPrefix("/assets/fonts/a%20b.") == true)
    #expect(files.path("plain")?.hasPrefix("/assets/plain.") == true)
    #expect(files.path("none") == nil && files.response(for: "/assets/site.css") == nil)
    let changed = StaticFiles([StaticFiles.File(name: "site.css", bytes: Self.body + [1])])
    #expect(changed.path("site.css") != path)
  }

  @Test func `a folder is served without its hidden files`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "static-files-\(UInt64.random(in: .min ... .max))")
    let fonts = folder.appending(path: "fonts")
    try FileManager.default.createDirectory(at: fonts, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["a.txt", ".hidden", "fonts/b.woff2"] {
      try Data([1]).write(to: folder.appending(path: name))
    }
    let files = try StaticFiles(directory: folder.path(percentEncoded: false))
    #expect(files.path("a.txt") != nil && files.path("fonts/b.woff2") != nil)
    #expect(files.path(".hidden") == nil && files.path("fonts") == nil)
    #expect(throws: (any Error).self) { try StaticFiles(directory: "/nowhere/at/all") }
  }
}
