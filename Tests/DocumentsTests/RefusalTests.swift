import Documents
import Rendering
import Testing

@Suite struct RefusalTests {
  private func expectRefusal(_ refusal: PhotoRefusal, of bytes: [UInt8]) {
    #expect(throws: PhotoError.refused(refusal)) { try PhotoRenderer.renditions(of: bytes) }
  }

  @Test(arguments: [
    "", "Not an image.", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
    "GIF89a\u{1}\0\u{1}\0", "%PDF-1.7", "RIFF\0\0\0\0WAVEfmt ",
  ])
  func `what is not a photo is refused whatever its name`(text: String) {
    expectRefusal(.notAPhoto, of: Array(text.utf8))
  }

  @Test func `a file over ten mebibytes is refused before it is looked at`() {
    expectRefusal(.tooLarge, of: [UInt8](repeating: 0, count: PhotoLimits.originalBytes + 1))
  }

  @Test func `a header that claims 50,000 by 50,000 pixels is refused`() {
    expectRefusal(
      .tooManyPixels, of: PNG.file(width: 50_000, height: 50_000, colourType: 2, rows: [0]))
  }

  @Test func `one pixel over the limit is refused by its header alone`() {
    expectRefusal(
      .tooManyPixels, of: PNG.file(width: 50_000, height: 1001, colourType: 2, rows: [0]))
    // At the limit the header passes; it is the missing pixels that are noticed.
    expectRefusal(.damaged, of: PNG.file(width: 50_000, height: 1000, colourType: 2, rows: [0]))
  }

  @Test(arguments: Rendition.Format.allCases)
  func `a file cut short is refused`(format: Rendition.Format) throws {
    let png = PNG.encode(width: 400, height: 300) { x, y in [UInt8(x & 255), UInt8(y & 255), 7] }
    let whole = try #require(
      try PhotoRenderer.renditions(of: png).first { $0.format == format }
    ).bytes
    expectRefusal(.damaged, of: Array(whole[..<(whole.count / 2)]))
    expectRefusal(.damaged, of: Array(whole[..<20]))
    expectRefusal(.damaged, of: Array(png[..<(png.count / 2)]))
  }
}
