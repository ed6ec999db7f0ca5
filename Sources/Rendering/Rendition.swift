/// One encoded form of a photo, ready to be stored and sent.
public struct Rendition: Sendable, Hashable {
  /// The encodings that renditions come in.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    case webp
    case jpeg

    /// The value for `Content-Type`.
    public var contentType: String { "image/\(rawValue)" }

    /// Whether `bytes` begin the way every file of this format begins.
    ///
    /// Bytes that come from another process are not called an image without this.
    public func begins(_ bytes: some Collection<UInt8>) -> Bool {
      switch self {
      case .webp:
        bytes.prefix(4).elementsEqual("RIFF".utf8)
          && bytes.dropFirst(8).prefix(4).elementsEqual("WEBP".utf8)
      case .jpeg: bytes.starts(with: [0xFF, 0xD8, 0xFF])
      }
    }
  }

  /// How the bytes are encoded.
  public let format: Format
  /// In pixels.
  public let width: Int
  /// In pixels.
  public let height: Int
  /// The whole file.
  public let bytes: [UInt8]

  /// Takes the values as they are, without looking into the bytes.
  public init(format: Format, width: Int, height: Int, bytes: [UInt8]) {
    self.format = format
    self.width = width
    self.height = height
    self.bytes = bytes
  }
}
