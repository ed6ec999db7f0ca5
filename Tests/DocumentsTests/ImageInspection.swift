import CVips
import Rendering
import Testing

/// The parts that an encoded file consists of, read without an image library.
enum FileParts {
  /// The markers of a JPEG file up to its pixels (ITU-T T.81, annex B).
  static func jpegMarkers(_ bytes: [UInt8]) -> Set<UInt8> {
    var markers: Set<UInt8> = []
    var index = 2
    while index + 3 < bytes.count, bytes[index] == 0xFF {
      markers.insert(bytes[index + 1])
      if bytes[index + 1] == 0xDA { break }
      index += 2 + Int(bytes[index + 2]) << 8 + Int(bytes[index + 3])
    }
    return markers
  }

  /// The chunks of a WebP file, in order (RFC 9649).
  static func webPChunks(_ bytes: [UInt8]) -> [String] {
    var chunks: [String] = []
    var index = 12
    while index + 8 <= bytes.count {
      chunks.append(String(decoding: bytes[index..<index + 4], as: UTF8.self))
      let size = (0..<4).reduce(0) { $0 | Int(bytes[index + 4 + $1]) << (8 * $1) }
      index += 8 + size + size % 2
    }
    return chunks
  }
}

/// Decoded pixels of a rendition.
struct Pixels {
  let bands: Int
  private let width: Int
  private let bytes: [UInt8]

  init(_ rendition: Rendition) throws {
    let image = try #require(
      rendition.bytes.withUnsafeBytes { source in
        cvips_open(source.baseAddress, source.count).flatMap { lazy in
          defer { g_object_unref(lazy) }
          return vips_image_copy_memory(lazy)
        }
      })
    defer { g_object_unref(image) }
    var count = 0
    let memory = try #require(vips_image_write_to_memory(image, &count))
    defer { g_free(memory) }
    bands = Int(vips_image_get_bands(image))
    width = Int(vips_image_get_width(image))
    bytes = Array(UnsafeRawBufferPointer(start: memory, count: count))
  }

  subscript(x: Int, y: Int) -> [UInt8] {
    let start = (y * width + x) * bands
    return Array(bytes[start..<start + bands])
  }
}

/// Whether every channel lies within what lossy encoding may change.
func isNear(_ pixel: [UInt8], _ expected: [UInt8]) -> Bool {
  pixel.count == expected.count
    && zip(pixel, expected).allSatisfy { abs(Int($0) - Int($1)) <= 16 }
}
