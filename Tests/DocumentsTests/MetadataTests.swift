import Documents
import Rendering
import Testing

/// No byte of metadata leaves with a rendition, whatever it came in.
@Suite struct MetadataTests {
  private static let plain = PNG.encode(width: 320, height: 200) { x, y in
    [UInt8(x / 2), UInt8(y), 90]
  }

  private func rendered(_ format: Rendition.Format) throws -> Rendition {
    let renditions = try PhotoRenderer.renditions(of: Self.plain)
    return try #require(renditions.first { $0.format == format })
  }

  private func expectClean(_ renditions: [Rendition]) {
    #expect(renditions.count == 2)
    // Tables, frame, scan and the JFIF header; neither APP1 to APP15 nor a comment.
    let harmless: Set<UInt8> = [0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA, 0xDD]
    for rendition in renditions {
      switch rendition.format {
      case .jpeg: #expect(FileParts.jpegMarkers(rendition.bytes).subtracting(harmless).isEmpty)
      case .webp: #expect(FileParts.webPChunks(rendition.bytes) == ["VP8 "])
      }
      for secret in Metadata.secrets + ["Exif", "photoshop", "ICC", "xmp"] {
        #expect(!rendition.bytes.contains(secret.utf8), "\(secret) in \(rendition.format)")
      }
    }
  }

  @Test func `a JPEG with GPS, XMP, IPTC and a comment comes out clean`() throws {
    let photo = Metadata.added(toJPEG: try rendered(.jpeg).bytes, orientation: 1)
    #expect(FileParts.jpegMarkers(photo).isSuperset(of: [0xE1, 0xED, 0xFE]))
    for secret in Metadata.secrets { #expect(photo.contains(secret.utf8)) }
    expectClean(try PhotoRenderer.renditions(of: photo))
  }

  @Test func `a WebP with EXIF and XMP comes out clean`() throws {
    let photo = Metadata.added(toWebP: try rendered(.webp))
    #expect(FileParts.webPChunks(photo) == ["VP8X", "VP8 ", "EXIF", "XMP "])
    expectClean(try PhotoRenderer.renditions(of: photo))
  }

  @Test func `transparency is all that a WebP says beside its pixels`() throws {
    let png = PNG.encode(width: 40, height: 40, hasAlpha: true) { x, y in
      [9, 9, 9, UInt8(x * y % 256)]
    }
    let webp = try #require(try PhotoRenderer.renditions(of: png).first { $0.format == .webp })
    #expect(FileParts.webPChunks(webp.bytes) == ["VP8X", "ALPH", "VP8 "])
    #expect(webp.bytes[20] == 0x10)
  }

  @Test func `a PNG with EXIF and text comes out clean`() throws {
    let extra =
      PNG.chunk("eXIf", Metadata.exif(orientation: 1))
      + PNG.chunk("tEXt", Array("Comment\0\(Metadata.secrets[3])".utf8))
    let end = 8 + 25
    let photo = Self.plain[..<end] + extra + Self.plain[end...]
    expectClean(try PhotoRenderer.renditions(of: Array(photo)))
  }
}
