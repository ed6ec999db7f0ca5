import Rendering
import Testing

private let webp = Array("RIFF\0\0\0\0WEBP-pixels\n".utf8)
private let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 10, 10, 32]

@Suite struct RenditionFramesTests {
  @Test func `renditions come back as they were sent`() throws {
    let renditions = [
      Rendition(format: .webp, width: 640, height: 427, bytes: webp),
      Rendition(format: .jpeg, width: 1, height: 16_383, bytes: jpeg),
    ]
    let stream = RenditionFrames.encode(renditions)
    #expect(stream.starts(with: "webp 640 427 \(webp.count)\n".utf8))
    #expect(try RenditionFrames.decode(stream) == renditions)
  }

  @Test(arguments: [
    "webp 640 427 22", "webp 640 427\n", "webp  640 427 22\n", "WEBP 640 427 22\n",
    "gif 640 427 22\n", "webp 0 427 22\n", "webp -1 427 22\n", "webp 640 16384 22\n",
    "webp 640 427 23\n", "webp 640 427 21\n", "webp 640 427 99999999999999999999\n",
    "webp 640 427 +22\n", "webp 640 427 22\r\n", "jpeg 640 427 22\n", "webp 640 427 0\n",
    "webp 00000000000000000000000000640 427 22\n",
  ])
  func `a stream that breaks the format is refused`(header: String) {
    #expect(throws: RenditionFrames.Malformed.self) {
      try RenditionFrames.decode(Array(header.utf8) + webp)
    }
  }

  @Test func `an empty stream is refused`() {
    #expect(throws: RenditionFrames.Malformed.self) { try RenditionFrames.decode([]) }
  }

  @Test func `each format has its content type and its own beginning`() {
    #expect(Rendition.Format.allCases.map(\.contentType) == ["image/webp", "image/jpeg"])
    #expect(Rendition.Format.webp.begins(webp) && !Rendition.Format.webp.begins(jpeg))
    #expect(Rendition.Format.jpeg.begins(jpeg) && !Rendition.Format.jpeg.begins(webp))
  }
}
