import HTTPServer
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// Photos that come with a draft, good ones and bombs.
@Suite struct DraftPhotoTests {
  /// One grey pixel.
  private static let smallestPNG: [UInt8] = [
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A,
    0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00,
    0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3A, 0x7E, 0x9B, 0x55,
    0x00, 0x00, 0x00, 0x0A, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0x68, 0x00, 0x00, 0x00,
    0x82, 0x00, 0x81, 0x77, 0xCD, 0x72, 0xB6,
    0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
  ]

  /// The same, which claims 50,000 by 50,000 pixels; the checksum is that of the changed chunk.
  private static let bomb: [UInt8] = {
    var png = smallestPNG
    let header: [UInt8] = [
      0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0xC3, 0x50, 0x00, 0x00, 0xC3, 0x50, 0x08, 0x00, 0x00,
      0x00, 0x00,
    ]
    png.replaceSubrange(12..<29, with: header)
    let code = crc(header)
    png.replaceSubrange(
      29..<33, with: (0..<4).map { UInt8(truncatingIfNeeded: code >> (24 - 8 * $0)) })
    return png
  }()

  /// The checksum of a chunk (PNG, annex D).
  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { code, byte in
      (0..<8).reduce(code ^ UInt32(byte)) { code, _ in
        code & 1 == 1 ? 0xEDB8_8320 ^ (code >> 1) : code >> 1
      }
    }
  }

  private static func send(
    _ photo: [UInt8], named name: String, to author: Author, _ more: [(String, String)] = []
  ) async -> Response {
    let names = Set(more.map(\.0))
    let fields = (Author.typed[.details] ?? []).filter { !names.contains($0.0) } + more
    var body: [UInt8] = []
    for (name, value) in fields {
      body += Array(
        "--BOUNDARY\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
    }
    let head =
      "--BOUNDARY\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"\(name)\"\r\n"
      + "Content-Type: image/jpeg\r\n\r\n"
    body += Array(head.utf8) + photo + Array("\r\n--BOUNDARY--\r\n".utf8)
    return await author.client.send(
      .to(
        author.draft + "/details", method: .post,
        headers: [
          ("Content-Type", "multipart/form-data; boundary=BOUNDARY"),
          ("Sec-Fetch-Site", "same-origin"),
        ], body: body))
  }

  private static let told: [(String, String)] = [
    ("photo-credit", "Bo Berg"), ("photo-description", "A street without a tree"),
  ]

  @Test func `a photo is re-encoded, shown with its credit, and published with the petition`()
    async throws
  {
    try await SiteClient.with { client in
      let author = try await Author.begin(client)
      let answer = await Self.send(Self.smallestPNG, named: "me.png", to: author, Self.told)
      #expect(answer.status == .seeOther)
      let photo = try #require(try await author.proposal().content.photo)
      #expect(photo.sizes == ["1x1"])
      let file = await client.get("/photos/\(photo.id)-1.webp")
      #expect(file.status == .ok && file.headers["Content-Type"] == "image/webp")
      let preview = await author.get("/preview").text
      #expect(preview.contains("A street without a tree") && preview.contains("Bo Berg"))
      _ = try await author.submit()
      let proposal = try await author.proposal()
      let (complete, html) = try client.site.publishable(proposal, at: client.clock.now)
      let id = try await client.store.publish(
        proposal.id, as: complete, storyHTML: html, by: nil, at: client.clock.now)
      let petition = try await client.store.petition(try #require(id))
      #expect(petition?.photo?.id == photo.id)
      #expect(petition?.photoCredit == "Bo Berg")
    }
  }

  @Test func `a photo needs a credit and a description`() async throws {
    try await SiteClient.with { client in
      let author = try await Author.begin(client, all: false)
      let answer = await Self.send(Self.smallestPNG, named: "me.png", to: author)
      #expect(answer.status == .unprocessable)
      #expect(answer.text.contains("href=\"#photo-credit\""))
      #expect(answer.text.contains("href=\"#photo-description\""))
      #expect(try await author.proposal().content.photo != nil, "the photo is kept")
    }
  }

  @Test func `bombs and what is no photo are told beside the field, and what was typed is kept`()
    async throws
  {
    let svg = Array("<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>".utf8)
    let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10] + Array("JFIF\0".utf8) + [1, 1, 0, 0]
    let cases: [([UInt8], String, String)] = [
      (Self.bomb, "bomb.png", "more than 50 million pixels"),
      (jpeg, "cut.jpg", "damaged or incomplete"),
      (svg, "drawing.jpg", "not a JPEG, PNG or WebP"),
      ([UInt8](repeating: 0xFF, count: 11 << 20), "large.jpg", "larger than 10 MB"),
      ([], "empty.jpg", "not a JPEG, PNG or WebP"),
    ]
    try await SiteClient.with { client in
      let author = try await Author.begin(client, all: false)
      for (bytes, name, sentence) in cases {
        let answer = await Self.send(
          bytes, named: name, to: author, Self.told + [("milestones", "77, 88")])
        #expect(answer.status == .unprocessable, "\(name)")
        #expect(answer.text.contains(sentence), "\(name)")
        #expect(answer.text.contains("href=\"#photo\""), "\(name)")
        #expect(answer.text.contains("77, 88") && answer.text.contains("A street without a tree"))
        #expect(try await author.proposal().content.photo == nil)
      }
    }
  }

  @Test func `a photo that is taken out or replaced is deleted`() async throws {
    try await SiteClient.with { client in
      let author = try await Author.begin(client, all: false)
      _ = await Self.send(Self.smallestPNG, named: "me.png", to: author, Self.told)
      let first = try #require(try await author.proposal().content.photo)
      _ = await Self.send(Self.smallestPNG, named: "me.png", to: author, Self.told)
      let second = try #require(try await author.proposal().content.photo)
      #expect(first.id != second.id)
      let store = client.store
      #expect(try await store.photoFile(id: first.id, format: "webp", width: 1) == nil)
      _ = await author.save(.details, [("remove-photo", "yes")])
      #expect(try await author.proposal().content.photo == nil)
      #expect(try await store.photoFile(id: second.id, format: "webp", width: 1) == nil)
    }
  }

  @Test(arguments: [
    ("/drafts/abc/details", 16 << 20), ("/drafts/abc/story", nil), ("/petitions/new", nil),
  ])
  func `only the step with the photo takes a large body`(path: String, limit: Int?) {
    #expect(Site.bodyLimit(.post, path) == limit)
    #expect(Site.bodyLimit(.get, path) == nil)
  }
}
