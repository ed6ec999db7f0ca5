import Documents
import Rendering
import Testing

private let red: [UInt8] = [220, 20, 20]
private let blue: [UInt8] = [20, 20, 220]

/// Red above, blue below.
private func flag(width: Int, height: Int) -> [UInt8] {
  PNG.encode(width: width, height: height) { _, y in y < height / 2 ? red : blue }
}

private func first(_ format: Rendition.Format, of bytes: [UInt8]) throws -> Rendition {
  let renditions = try PhotoRenderer.renditions(of: bytes)
  return try #require(renditions.first { $0.format == format })
}

@Suite struct PhotoRendererTests {
  @Test func `a large photo comes in two widths and two formats`() throws {
    let renditions = try PhotoRenderer.renditions(of: flag(width: 1600, height: 1000))
    #expect(renditions.map(\.width) == [640, 640, 1280, 1280])
    #expect(renditions.map(\.height) == [400, 400, 800, 800])
    #expect(renditions.map(\.format) == [.webp, .jpeg, .webp, .jpeg])
    for rendition in renditions {
      #expect(rendition.format.begins(rendition.bytes))
      let pixels = try Pixels(rendition)
      #expect(isNear(pixels[rendition.width / 2, 10], red))
      #expect(isNear(pixels[rendition.width / 2, rendition.height - 10], blue))
    }
  }

  @Test(arguments: [(500, [500, 500]), (640, [640, 640]), (1000, [640, 640, 1000, 1000])])
  func `a photo is never enlarged and no size comes twice`(width: Int, expected: [Int]) throws {
    let renditions = try PhotoRenderer.renditions(of: flag(width: width, height: 300))
    #expect(renditions.map(\.width) == expected)
  }

  @Test func `a very tall picture is made narrower to fit`() throws {
    let renditions = try PhotoRenderer.renditions(of: flag(width: 400, height: 4000))
    #expect(renditions.map(\.height) == [1920, 1920, 3840, 3840])
    #expect(renditions.map(\.width) == [192, 192, 384, 384])
  }

  @Test(arguments: Rendition.Format.allCases)
  func `what was rendered can be rendered again`(format: Rendition.Format) throws {
    let rendition = try first(format, of: flag(width: 300, height: 200))
    #expect(try PhotoRenderer.renditions(of: rendition.bytes).map(\.width) == [300, 300])
  }

  @Test func `a photo taken sideways stands upright`() throws {
    let lying = try first(.jpeg, of: flag(width: 300, height: 200)).bytes
    let photo = Metadata.added(toJPEG: lying, orientation: 6)
    for rendition in try PhotoRenderer.renditions(of: photo) {
      #expect((rendition.width, rendition.height) == (200, 300))
      let pixels = try Pixels(rendition)
      // Orientation 6 is shown turned by 90° clockwise: what was above comes to the right.
      #expect(isNear(pixels[190, 150], red))
      #expect(isNear(pixels[10, 150], blue))
    }
  }

  @Test func `transparency is kept in WebP and becomes white in JPEG`() throws {
    let png = PNG.encode(width: 64, height: 64, hasAlpha: true) { x, _ in red + [x < 32 ? 0 : 255] }
    let jpeg = try Pixels(try first(.jpeg, of: png))
    #expect(isNear(jpeg[8, 32], [255, 255, 255]))
    #expect(isNear(jpeg[56, 32], red))
    let webp = try Pixels(try first(.webp, of: png))
    #expect(webp[8, 32].last == 0)
    #expect(isNear(webp[56, 32], red + [255]))
  }

  @Test func `sixteen bits and grey become plain sRGB`() throws {
    var grey16: [UInt8] = []
    for _ in 0..<32 {
      grey16.append(0)
      for _ in 0..<32 { grey16 += [0x80, 0x40] }
    }
    var png = PNG.file(width: 32, height: 32, colourType: 0, rows: grey16)
    let header = PNG.chunk("IHDR", bigEndian(32) + bigEndian(32) + [16, 0, 0, 0, 0])
    png.replaceSubrange(8..<8 + header.count, with: header)
    for rendition in try PhotoRenderer.renditions(of: png) {
      #expect(isNear(try Pixels(rendition)[16, 16], [0x80, 0x80, 0x80]))
    }
  }

  @Test func `sixteen bits of transparency stay what they are`() throws {
    var rows: [UInt8] = []
    for _ in 0..<32 {
      rows.append(0)
      for x in 0..<32 { rows += [0x20, 0, 0x80, 0, 0xE0, 0] + (x < 16 ? [0, 0] : [0xFF, 0xFF]) }
    }
    var png = PNG.file(width: 32, height: 32, colourType: 6, rows: rows)
    let header = PNG.chunk("IHDR", bigEndian(32) + bigEndian(32) + [16, 6, 0, 0, 0])
    png.replaceSubrange(8..<8 + header.count, with: header)
    let renditions = try PhotoRenderer.renditions(of: png)
    let webp = try Pixels(try #require(renditions.first { $0.format == .webp }))
    #expect(webp[4, 16].last == 0)
    #expect(isNear(webp[28, 16], [0x20, 0x80, 0xE0, 0xFF]))
    let jpeg = try Pixels(try #require(renditions.first { $0.format == .jpeg }))
    #expect(isNear(jpeg[4, 16], [255, 255, 255]))
    #expect(isNear(jpeg[28, 16], [0x20, 0x80, 0xE0]))
  }

  @Test func `an embedded colour profile is applied and then dropped`() throws {
    let plain = PNG.encode(width: 32, height: 32) { _, _ in red }
    let profile = PNG.chunk("iCCP", Array("x\0\0".utf8) + PNG.stored(exchangedProfile()))
    let headerEnd = 8 + 25
    let png = Array(plain[..<headerEnd] + profile + plain[headerEnd...])
    for rendition in try PhotoRenderer.renditions(of: png) {
      #expect(isNear(try Pixels(rendition)[16, 16], [20, 220, 20]))
      #expect(!rendition.bytes.contains("acsp".utf8))
    }
  }

  @Test func `a broken colour profile is ignored`() throws {
    let plain = PNG.encode(width: 32, height: 32) { _, _ in red }
    let profile = PNG.chunk("iCCP", Array("x\0\0".utf8) + PNG.stored([1, 2, 3, 4]))
    let headerEnd = 8 + 25
    let png = Array(plain[..<headerEnd] + profile + plain[headerEnd...])
    for rendition in try PhotoRenderer.renditions(of: png) {
      #expect(isNear(try Pixels(rendition)[16, 16], red))
    }
  }
}
