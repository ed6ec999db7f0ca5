import CBrotli
import CZlib
import CZstd

/// How much work goes into the compressed forms of an answer.
public enum CompressionEffort: Sendable, Hashable {
  /// The smallest forms, for what is made once and kept: brotli 11, zstd 19, gzip 9.
  case stored
  /// Good forms quickly, for what is made while somebody waits: brotli 5, zstd 3, gzip 6.
  case live
  /// Only the bytes as they are.
  case none
}

extension ContentCoding {
  /// The bytes in this coding; nil where that is not smaller, or not asked for.
  func encode(_ bytes: [UInt8], effort: CompressionEffort) -> [UInt8]? {
    guard effort != .none, !bytes.isEmpty else { return nil }
    let isStored = effort == .stored
    return switch self {
    case .brotli: Self.brotli(bytes, quality: isStored ? 11 : 5)
    case .zstd: Self.zstd(bytes, level: isStored ? 19 : 3)
    case .gzip: Self.gzip(bytes, level: isStored ? 9 : 6)
    case .identity: nil
    }
  }

  // Every coder is given one byte less than the original: what does not fit is not smaller.

  private static func brotli(_ bytes: [UInt8], quality: Int32) -> [UInt8]? {
    coded(within: bytes.count - 1) { output in
      var size = output.count
      let result = BrotliEncoderCompress(
        quality, Int32(BROTLI_DEFAULT_WINDOW), BROTLI_MODE_TEXT,
        bytes.count, bytes, &size, output.baseAddress)
      return result == BROTLI_TRUE ? size : nil
    }
  }

  private static func zstd(_ bytes: [UInt8], level: Int32) -> [UInt8]? {
    coded(within: bytes.count - 1) { output in
      let size = ZSTD_compress(output.baseAddress, output.count, bytes, bytes.count, level)
      return ZSTD_isError(size) == 0 ? size : nil
    }
  }

  private static func gzip(_ bytes: [UInt8], level: Int32) -> [UInt8]? {
    guard let length = UInt32(exactly: bytes.count) else { return nil }
    return coded(within: bytes.count - 1) { output in
      var stream = z_stream()
      guard czlib_deflate_init_gzip(&stream, level) == Z_OK else { return nil }
      defer { deflateEnd(&stream) }
      return bytes.withUnsafeBufferPointer { input in
        // zlib's input pointer is not const, but it only reads through it.
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = length
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        return deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : nil
      }
    }
  }

  private static func coded(
    within capacity: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) -> Int?
  ) -> [UInt8]? {
    var isCoded = false
    let output = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      let room = UnsafeMutableBufferPointer(rebasing: buffer[..<capacity])
      let size = capacity > 0 ? body(room) : nil
      isCoded = size != nil
      count = size ?? 0
    }
    return isCoded ? output : nil
  }
}
