import Cryptography
import Markup
import Testing

@testable import PetitionSite

@Suite struct QRCodeTests {
  @Test func `error correction is that of the example in the standard`() {
    // ISO/IEC 18004:2015, annex I: "01234567" in a code of the version 1 and the level M.
    let data: [UInt8] = [
      0x10, 0x20, 0x0c, 0x56, 0x61, 0x80, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec,
      0x11,
    ]
    let correction: [UInt8] = [
      0xa5, 0x24, 0xd4, 0xc1, 0xed, 0x36, 0xc7, 0x87, 0x2c, 0x55,
    ]
    #expect(ReedSolomon.remainder(of: data, ReedSolomon.divisor(degree: 10)) == correction)
    #expect(QRVersion(number: 1).interleaved(data) == data + correction)
  }

  @Test(
    arguments: [
      // The text's bytes, the side, and the beginning of the SHA-256 of all modules as 0 and 1, of
      // codes that ZXing 3 (zxing-cpp) has read back without a fault: one of each version at least.
      (1, 21, "f0736e598b883e6f"),
      (14, 21, "7c2d2940b65ac097"),
      (15, 25, "7559168fd96d1759"),
      (26, 25, "106b67e36282c452"),
      (42, 29, "8cbb9a650ef3c51d"),
      (62, 33, "c706d9ee72307db6"),
      (84, 37, "a51dc5c94c3ce45a"),
      (106, 41, "be3a3be7ae092ae5"),
      (122, 45, "30934260d404267d"),
      (152, 49, "adccd329bab4ac79"),
      (180, 53, "d84fa27e07b6deae"),
      (213, 57, "dcfd0e18a30c35d2"),
      (251, 61, "6254ca3ad596e363"),
      (287, 65, "f59d908d51c743f8"),
      (331, 69, "9db51ba8d9da7cb7"),
      (362, 73, "7b84f60a49329ebc"),
      (412, 77, "3bf2c2f7b50bc9f3"),
      (450, 81, "95bed97d3f948169"),
      (504, 85, "00cb8c9534cdb390"),
      (560, 89, "678acbbe8756f083"),
      (624, 93, "0d4ead1d1091c76c"),
      (666, 97, "3caf542a52813244"),
    ])
  func `codes of every version are those that another program reads`(
    count: Int, size: Int, hash: String
  ) throws {
    let bytes = (0..<count).map { UInt8(33 + ($0 * 7 + count) % 90) }
    let code = try #require(QRCode(String(decoding: bytes, as: UTF8.self)))
    #expect(code.size == size)
    let modules = (0..<size).flatMap { y in (0..<size).map { x in code[x, y] ? "1" : "0" } }
    #expect(Hex.encode(SHA256.hash(Array(modules.joined().utf8))).hasPrefix(hash))
  }

  @Test func `a text that no telephone would read easily has no code`() {
    #expect(QRCode(String(repeating: "a", count: 666)) != nil)
    #expect(QRCode(String(repeating: "a", count: 667)) == nil)
    #expect(QRCode(String(repeating: "é", count: 334)) == nil)
  }

  @Test func `the drawing says what it is and has light around it`() throws {
    let drawing = try #require(QRCode("a")).html(label: "A code")
    let text = String(decoding: div { drawing }.bytes(), as: UTF8.self)
    #expect(text.contains(#"role="img" aria-label="A code" width="116" height="116""#))
    #expect(text.contains(#"<path d="M16 16h28v4h-28z"#))
  }
}
