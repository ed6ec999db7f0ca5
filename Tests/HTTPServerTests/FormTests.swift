import Testing

@testable import HTTPServer

struct FormTests {
  static func request(_ type: String, _ body: [UInt8]) -> Request {
    Request(method: .post, headers: HeaderFields([("Content-Type", type)]), body: body)
  }

  static func multipart(_ body: String, boundary: String = "XX") -> Request {
    request("multipart/form-data; boundary=\(boundary)", Array(body.utf8))
  }

  @Test func `an urlencoded form is read with plus, escapes and doubles`() throws {
    let form = try Self.request(
      "application/x-www-form-urlencoded; charset=UTF-8",
      Array("name=Zo%C3%AB+B&x=1&x=2&empty=&alone&&a%3Db=c%26d".utf8)
    ).form()
    #expect(form["name"] == "Zoë B")
    #expect(form.all("x") == ["1", "2"])
    #expect(form["empty"] == "" && form["alone"] == "")
    #expect(form["a=b"] == "c&d")
    #expect(form["missing"] == nil)
  }

  @Test(arguments: ["a=%C3", "a=%00", "a=%4", "a=%zz", "a%FF=b", "a=\0"])
  func `an urlencoded form that is not UTF-8 or has NUL is malformed`(body: String) {
    #expect(throws: BodyError.malformed) {
      try Self.request("application/x-www-form-urlencoded", Array(body.utf8)).form()
    }
  }

  @Test func `a form has at most 256 fields`() throws {
    let type = "application/x-www-form-urlencoded"
    let most = Array(repeating: "a=b", count: 256).joined(separator: "&")
    #expect(try Self.request(type, Array(most.utf8)).form().all("a").count == 256)
    #expect(throws: BodyError.tooManyFields) {
      try Self.request(type, Array("\(most)&a=b".utf8)).form()
    }
    let part = "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n"
    #expect(throws: BodyError.tooManyFields) {
      try Self.multipart(String(repeating: part, count: 257) + "--XX--").form()
    }
  }

  @Test(arguments: ["text/plain", "", "application/json", "multipart/mixed; boundary=a"])
  func `another content type is no form`(type: String) {
    #expect(throws: BodyError.unsupportedType) { try Self.request(type, []).form() }
  }

  @Test func `a multipart form has fields and files with any bytes`() throws {
    var body = Array(
      """
      preamble\r
      --XX\r
      Content-Disposition: form-data; name="title"\r
      \r
      Zoë\r\nB\r
      --XX  \r
      content-type: image/png\r
      content-disposition: FORM-DATA; name="photo"; filename="a \\"b\\";c.png"\r
      \r\n
      """.utf8)
    let bytes: [UInt8] = [0, 13, 10, 45, 45, 88, 13, 10, 45, 45, 255, 13]
    body += bytes
    body += Array(
      """
      \r
      --XX\r
      Content-Disposition: form-data; name="none"; filename=""\r
      Content-Type: application/octet-stream\r
      \r
      \r
      --XX--\r
      epilogue --XX
      """.utf8)
    let form = try Self.request("multipart/form-data; boundary=\"XX\"", body).form()
    #expect(form["title"] == "Zoë\r\nB")
    let photo = try #require(form.file("photo"))
    #expect(photo.filename == "a \"b\";c.png")
    #expect(photo.contentType == "image/png")
    #expect(photo.bytes == bytes)
    #expect(form.file("none")?.bytes == [])
    #expect(form.files.count == 2 && form.fields.count == 1)
  }

  static let broken = [
    "", "--XX", "--XX\r\n", "--YY\r\n\r\n\r\n--YY--",
    "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nb",
    "--XX\r\nContent-Disposition: form-data; name=a\r\nb", "--XX\r\nX: y\r\n\r\nb\r\n--XX--",
    "--XX\r\nContent-Disposition: form-data\r\n\r\nb\r\n--XX--",
    "--XX\r\nContent-Disposition: attachment; name=a\r\n\r\nb\r\n--XX--",
    "--XXContent-Disposition: form-data; name=a\r\n\r\nb\r\n--XX--",
    "--XX\nContent-Disposition: form-data; name=a\n\nb\n--XX--",
    "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n\0\r\n--XX--",
    "--XX\r\nno colon\r\n\r\nb\r\n--XX--",
  ]

  @Test(arguments: broken)
  func `a multipart form that breaks the rules is malformed`(body: String) {
    #expect(throws: BodyError.malformed) { try Self.multipart(body).form() }
  }

  @Test func `a multipart form cut anywhere is malformed and never crashes`() throws {
    let whole =
      "--XX\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\ncontent\r\n--XX--"
    #expect(try Self.multipart(whole).form().file("a")?.bytes == Array("content".utf8))
    for length in 0..<whole.utf8.count - 1 {
      let cut = String(decoding: whole.utf8.prefix(length), as: UTF8.self)
      #expect(throws: BodyError.malformed, "\(length)") { try Self.multipart(cut).form() }
    }
  }

  @Test func `an empty part has no bytes`() throws {
    let body = "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--XX--\r\n"
    #expect(try Self.multipart(body).form()["a"] == "")
  }

  @Test func `JSON is decoded only where the type says so`() throws {
    let body = Array(#"{"a": [1, 2]}"#.utf8)
    let decoded = try Self.request("application/json; charset=utf-8", body).json(
      [String: [Int]].self)
    #expect(decoded == ["a": [1, 2]])
    #expect(throws: BodyError.unsupportedType) {
      try Self.request("text/plain", body).json([String: [Int]].self)
    }
    #expect(throws: BodyError.malformed) {
      try Self.request("application/json", Array("{".utf8)).json([String: [Int]].self)
    }
  }
}
