import CVips
import Rendering

/// Writes PNG files from scratch, so that tests need no image files.
enum PNG {
  /// RGB or RGBA, eight bits a channel, one function deciding each pixel.
  static func encode(
    width: Int, height: Int, hasAlpha: Bool = false, pixel: (_ x: Int, _ y: Int) -> [UInt8]
  ) -> [UInt8] {
    var rows: [UInt8] = []
    for y in 0..<height {
      rows.append(0)
      for x in 0..<width { rows += pixel(x, y) }
    }
    return file(
      width: UInt32(width), height: UInt32(height), colourType: hasAlpha ? 6 : 2, rows: rows)
  }

  /// A file with any header, true or not.
  static func file(
    width: UInt32, height: UInt32, colourType: UInt8, rows: [UInt8], extra: [UInt8] = []
  ) -> [UInt8] {
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", bigEndian(width) + bigEndian(height) + [8, colourType, 0, 0, 0])
      + extra + chunk("IDAT", stored(rows)) + chunk("IEND", [])
  }

  static func chunk(_ type: String, _ body: [UInt8]) -> [UInt8] {
    let checked = Array(type.utf8) + body
    return bigEndian(UInt32(body.count)) + checked + bigEndian(crc32(checked))
  }

  /// A zlib stream of uncompressed blocks (RFC 1950, RFC 1951 section 3.2.4).
  static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(65_535)
      rest = rest.dropFirst(block.count)
      let count = UInt16(block.count)
      stream.append(rest.isEmpty ? 1 : 0)
      for number in [count, ~count] { stream += [UInt8(number & 0xFF), UInt8(number >> 8)] }
      stream += block
    } while !rest.isEmpty
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return stream + bigEndian(high << 16 | low)
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}

/// A colour profile (ICC.1:2001) like sRGB with the places of red and green exchanged.
///
/// Whoever applies it shows red values as green; whoever ignores it shows red.
func exchangedProfile() -> [UInt8] {
  func xyz(_ x: Double, _ y: Double, _ z: Double) -> [UInt8] {
    Array("XYZ \0\0\0\0".utf8) + [x, y, z].flatMap { bigEndian(UInt32($0 * 65_536)) }
  }
  let curve: [UInt8] = Array("curv\0\0\0\0".utf8) + bigEndian(1) + [0x02, 0x33, 0, 0]
  let tags: [(String, [UInt8])] = [
    ("wtpt", xyz(0.9642, 1, 0.8249)), ("rXYZ", xyz(0.3851, 0.7169, 0.0971)),
    ("gXYZ", xyz(0.4361, 0.2225, 0.0139)), ("bXYZ", xyz(0.1431, 0.0606, 0.7139)),
    ("rTRC", curve), ("gTRC", curve), ("bTRC", curve),
  ]
  var table = bigEndian(UInt32(tags.count))
  var data: [UInt8] = []
  let start = 128 + 4 + 12 * tags.count
  for (name, body) in tags {
    table += name.utf8
    table += bigEndian(UInt32(start + data.count)) + bigEndian(UInt32(body.count))
    data += body
  }
  var header = bigEndian(UInt32(start + data.count)) + bigEndian(0) + bigEndian(0x0210_0000)
  header += Array("mntrRGB XYZ ".utf8) + [7, 0xE8, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]
  header += Array("acsp".utf8) + [UInt8](repeating: 0, count: 28)
  header += bigEndian(0xF6D6) + bigEndian(0x1_0000) + bigEndian(0xD32D)
  header += [UInt8](repeating: 0, count: 128 - header.count)
  return header + table + data
}

func bigEndian(_ number: UInt32) -> [UInt8] {
  withUnsafeBytes(of: number.bigEndian) { Array($0) }
}

func littleEndian(_ number: UInt32) -> [UInt8] {
  withUnsafeBytes(of: number.littleEndian) { Array($0) }
}

/// The metadata that cameras and editors leave, with words to look for afterwards.
enum Metadata {
  static let secrets = ["CAMERA-SERIAL-4711", "XMP-SECRET", "IPTC-SECRET", "COMMENT-SECRET"]

  /// EXIF (CIPA DC-008): orientation, a maker's name, and a GPS directory at 47° N.
  static func exif(orientation: UInt16) -> [UInt8] {
    let maker = Array(secrets[0].utf8) + [0]
    let makerOffset: UInt32 = 8 + 2 + 3 * 12 + 4
    let gpsOffset = makerOffset + UInt32(maker.count)
    let gpsValues = gpsOffset + 2 + 2 * 12 + 4
    var bytes: [UInt8] = Array("MM".utf8) + [0, 42] + bigEndian(8) + [0, 3]
    bytes += entry(tag: 0x010F, type: 2, count: UInt32(maker.count), value: makerOffset)
    bytes += entry(tag: 0x0112, type: 3, count: 1, value: UInt32(orientation) << 16)
    bytes += entry(tag: 0x8825, type: 4, count: 1, value: gpsOffset)
    bytes += bigEndian(0) + maker + [0, 2]
    bytes += entry(tag: 1, type: 2, count: 2, value: 0x4E00_0000)
    bytes += entry(tag: 2, type: 5, count: 3, value: gpsValues)
    bytes += bigEndian(0)
    for number: UInt32 in [47, 1, 22, 1, 33, 1] { bytes += bigEndian(number) }
    return bytes
  }

  /// The same JPEG file with EXIF, XMP, IPTC and a comment right after its start.
  static func added(toJPEG jpeg: [UInt8], orientation: UInt16) -> [UInt8] {
    let iptc: [UInt8] =
      [0x1C, 2, 120, 0, UInt8(secrets[2].utf8.count)] + Array(secrets[2].utf8)
    let photoshop =
      Array("Photoshop 3.0\0".utf8) + Array("8BIM".utf8) + [4, 4, 0, 0]
      + bigEndian(UInt32(iptc.count)) + iptc
    return Array(jpeg[..<2])
      + segment(0xE1, Array("Exif\0\0".utf8) + exif(orientation: orientation))
      + segment(0xE1, Array("http://ns.adobe.com/xap/1.0/\0<x>\(secrets[1])</x>".utf8))
      + segment(0xED, photoshop)
      + segment(0xFE, Array(secrets[3].utf8)) + Array(jpeg[2...])
  }

  /// The same WebP file in the extended form, with EXIF and XMP chunks.
  static func added(toWebP rendition: Rendition) -> [UInt8] {
    let size = [rendition.width, rendition.height].flatMap {
      littleEndian(UInt32($0 - 1)).prefix(3)
    }
    let body =
      Array("WEBP".utf8) + riff("VP8X", [0b1100, 0, 0, 0] + size)
      + Array(rendition.bytes[12...]) + riff("EXIF", exif(orientation: 1))
      + riff("XMP ", Array("<x>\(secrets[1])</x>".utf8))
    return Array("RIFF".utf8) + littleEndian(UInt32(body.count)) + body
  }

  private static func entry(tag: UInt16, type: UInt16, count: UInt32, value: UInt32) -> [UInt8] {
    bigEndian(UInt32(tag) << 16 | UInt32(type)) + bigEndian(count) + bigEndian(value)
  }

  private static func segment(_ marker: UInt8, _ body: [UInt8]) -> [UInt8] {
    let count = body.count + 2
    return [0xFF, marker, UInt8(count >> 8), UInt8(count & 0xFF)] + body
  }

  private static func riff(_ name: String, _ body: [UInt8]) -> [UInt8] {
    Array(name.utf8) + littleEndian(UInt32(body.count)) + body
      + (body.count.isMultiple(of: 2) ? [] : [0])
  }
}
