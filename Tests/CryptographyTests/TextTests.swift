import Cryptography
import Testing

@Suite struct TextTests {
  @Test(
    arguments: [
      // RFC 4648 section 10, without padding, and two bytes that tell the alphabets apart.
      ("", ""), ("66", "Zg"), ("666f", "Zm8"), ("666f6f", "Zm9v"), ("666f6f62", "Zm9vYg"),
      ("666f6f6261", "Zm9vYmE"), ("666f6f626172", "Zm9vYmFy"), ("fbff", "-_8"),
    ])
  func `base64url is that of RFC 4648, both ways`(hex: String, text: String) throws {
    #expect(try Base64URL.encode(bytes(hex)) == text)
    #expect(try Base64URL.decode(text) == bytes(hex))
  }

  @Test(
    arguments: [
      "Zg==", "Zg=", "Z", "Zm9vY", "+_8", "-/8", "Zm 9v", "Zm9v\n", " Zm9v", "Zm\u{0}9",
      "Zm9v\u{0}",
      "Zmé", "Zh", "Zm9", "-_9",
    ])
  func `base64url that encode would not have written is refused`(text: String) {
    #expect(Base64URL.decode(text) == nil)
  }

  @Test func `every length goes through base64url and hexadecimal text unchanged`() {
    for count in 0...100 {
      let bytes = SecureRandom.bytes(count)
      #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
      #expect(Hex.decode(Hex.encode(bytes)) == bytes)
    }
  }

  @Test func `hexadecimal text is written in lower case and read in either`() {
    #expect(Hex.encode([0x00, 0xab, 0xff]) == "00abff")
    #expect(Hex.decode("00aBFf") == [0x00, 0xab, 0xff])
  }

  @Test(arguments: ["0", "0g", "00 ff", "00ff ", "0x00", "é0", "00\u{0}0"])
  func `text that is not pairs of digits is refused`(text: String) {
    #expect(Hex.decode(text) == nil)
  }
}
