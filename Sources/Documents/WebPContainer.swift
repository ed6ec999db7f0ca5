/// The chunks of a WebP file (RFC 9649), without those that carry metadata.
enum WebPContainer {
  private static let kept: Set<String> = ["VP8 ", "VP8L", "ALPH", "VP8X"]
  private static let alphaFlag: UInt8 = 0x10

  /// The same picture with pixels and transparency only.
  ///
  /// libvips 8.14 adds an EXIF chunk of its own to every WebP file, even to one that is to be
  /// stripped.
  ///
  /// - Throws: ``PhotoError/failed(_:)`` when the bytes are not full chunks that fill the
  ///   file exactly.
  static func withoutMetadata(_ file: [UInt8]) throws(PhotoError) -> [UInt8] {
    var chunks: [UInt8] = []
    var rest = file.dropFirst(12)
    while !rest.isEmpty {
      guard rest.count >= 8 else { throw .failed("read WebP") }
      let name = String(decoding: rest.prefix(4), as: UTF8.self)
      let size = rest.dropFirst(4).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
      let whole = 8 + size + size % 2
      guard size > 0, whole <= rest.count else { throw .failed("read WebP") }
      var chunk = Array(rest.prefix(whole))
      if name == "VP8X" { chunk[8] &= alphaFlag }
      // The extended header is needed for transparency only.
      if kept.contains(name), name != "VP8X" || chunk[8] != 0 { chunks += chunk }
      rest = rest.dropFirst(whole)
    }
    let count = UInt32(4 + chunks.count)
    return Array("RIFF".utf8) + withUnsafeBytes(of: count.littleEndian) { Array($0) }
      + Array("WEBP".utf8) + chunks
  }
}
