/// The stream in which renditions leave their process.
///
/// Each rendition is one header line, `webp 640 427 31337\n` (format, width, height, count of
/// bytes), followed by exactly that many bytes. The stream ends with its last rendition; an empty
/// stream is not valid.
public enum RenditionFrames {
  /// What a stream that breaks the format is answered with.
  public struct Malformed: Error, Hashable, CustomStringConvertible {
    /// A sentence that holds nothing of the stream.
    public var description: String { "the stream of renditions is malformed" }
  }

  private static let longestHeader = 40
  private static let largestSide = 16_383

  /// Writes the renditions one after the other.
  public static func encode(_ renditions: [Rendition]) -> [UInt8] {
    var stream: [UInt8] = []
    stream.reserveCapacity(renditions.reduce(0) { $0 + $1.bytes.count + longestHeader })
    for rendition in renditions {
      let fields = "\(rendition.width) \(rendition.height) \(rendition.bytes.count)"
      stream += "\(rendition.format.rawValue) \(fields)\n".utf8
      stream += rendition.bytes
    }
    return stream
  }

  /// Reads back what ``encode(_:)`` wrote, trusting none of it.
  ///
  /// - Throws: ``Malformed`` for an unknown format, a number that is not plain decimal, a side over
  ///   16,383, bytes that are missing or do not begin as their format does.
  public static func decode(_ stream: [UInt8]) throws(Malformed) -> [Rendition] {
    var rest = stream[...]
    var renditions: [Rendition] = []
    while !rest.isEmpty {
      guard let end = rest.prefix(longestHeader).firstIndex(of: UInt8(ascii: "\n")) else {
        throw Malformed()
      }
      let fields = rest[..<end].split(
        separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      rest = rest[(end + 1)...]
      guard fields.count == 4,
        let format = Rendition.Format.allCases.first(where: {
          fields[0].elementsEqual($0.rawValue.utf8)
        }),
        let width = decimal(fields[1]), let height = decimal(fields[2]),
        let count = decimal(fields[3]),
        (1...largestSide).contains(width), (1...largestSide).contains(height),
        count <= rest.count, format.begins(rest.prefix(count))
      else { throw Malformed() }
      renditions.append(
        Rendition(format: format, width: width, height: height, bytes: Array(rest.prefix(count))))
      rest = rest.dropFirst(count)
    }
    guard !renditions.isEmpty else { throw Malformed() }
    return renditions
  }

  private static func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
    guard (1...9).contains(digits.count) else { return nil }
    var value = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
  }
}
