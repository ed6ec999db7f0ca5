public import Rendering

/// Turns an untrusted original into clean renditions.
///
/// It runs decoders on hostile bytes: call it only in a process that has nothing to lose.
public enum PhotoRenderer {
  /// Makes each width of ``PhotoLimits/widths`` in each format, smallest first.
  ///
  /// Renditions are upright, in sRGB, and carry no metadata. An original narrower than a width is
  /// kept at its own size, and no size is made twice.
  ///
  /// - Throws: ``PhotoError/refused(_:)`` for a file at fault, ``PhotoError/failed(_:)``
  ///   for everything else.
  public static func renditions(of bytes: [UInt8]) throws(PhotoError) -> [Rendition] {
    guard bytes.count <= PhotoLimits.originalBytes else { throw .refused(.tooLarge) }
    guard hasKnownSignature(bytes) else { throw .refused(.notAPhoto) }
    try ImageLibrary.start()
    return try bytes.withUnsafeBufferPointer { (buffer) throws(PhotoError) in
      try renditions(ofBuffer: UnsafeRawBufferPointer(buffer))
    }
  }

  private static func renditions(
    ofBuffer bytes: UnsafeRawBufferPointer
  ) throws(PhotoError) -> [Rendition] {
    try checkHeader(of: bytes)
    let widest = PhotoLimits.widths.max() ?? 0
    let picture = try Picture(
      decoding: bytes, width: widest, height: widest * PhotoLimits.heightPerWidth)
    var renditions: [Rendition] = []
    for width in PhotoLimits.widths.sorted() {
      let sized = try picture.shrunk(width: width, height: width * PhotoLimits.heightPerWidth)
      if renditions.last?.width == sized.width { continue }
      for format in Rendition.Format.allCases {
        renditions.append(
          Rendition(
            format: format, width: sized.width, height: sized.height,
            bytes: try sized.encoded(as: format)))
      }
    }
    return renditions
  }

  private static func checkHeader(of bytes: UnsafeRawBufferPointer) throws(PhotoError) {
    let header = try Picture(headerOf: bytes)
    let (pixels, overflow) = header.width.multipliedReportingOverflow(by: header.height)
    guard !overflow, pixels <= PhotoLimits.pixels else { throw .refused(.tooManyPixels) }
  }

  private static func hasKnownSignature(_ bytes: [UInt8]) -> Bool {
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    return bytes.starts(with: png) || Rendition.Format.allCases.contains { $0.begins(bytes) }
  }
}
