import Cryptography
import Testing

@Suite struct TOTPTests {
  /// The secret of RFC 6238, appendix B, for SHA-1.
  static let totp = TOTP(secret: SecretKey(bytes: Array("12345678901234567890".utf8)))

  @Test(
    arguments: [
      // RFC 6238, appendix B.
      (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"),
      (1_234_567_890, "89005924"), (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ] as [(Int64, String)])
  func `the codes are those of RFC 6238`(seconds: Int64, code: String) {
    let step = TOTP.step(at: seconds)
    #expect(Self.totp.code(of: step, digits: 8) == code)
    #expect(Self.totp.code(of: step) == String(code.suffix(6)))
  }

  @Test(
    arguments: zip(
      0..<10,
      // RFC 4226, appendix D.
      [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
        "520489",
      ]))
  func `the codes of a counter are those of RFC 4226`(step: Int, code: String) {
    #expect(Self.totp.code(of: Int64(step)) == code)
  }

  @Test func `a code counts one step early and one late`() {
    // "287082" is the code of step 1, from second 30 to 59.
    #expect(Self.totp.step(ofCode: "287082", at: 0, after: nil) == 1)
    #expect(Self.totp.step(ofCode: "287082", at: 30, after: nil) == 1)
    #expect(Self.totp.step(ofCode: "287082", at: 89, after: nil) == 1)
    #expect(Self.totp.step(ofCode: "287082", at: 90, after: nil) == nil)
    #expect(Self.totp.step(ofCode: "287082", at: -1, after: nil) == nil)
  }

  @Test func `a code counts once, and those before it no more`() {
    #expect(Self.totp.step(ofCode: "287082", at: 40, after: 0) == 1)
    #expect(Self.totp.step(ofCode: "287082", at: 40, after: 1) == nil)
    #expect(Self.totp.step(ofCode: "755224", at: 40, after: 1) == nil)
    #expect(Self.totp.step(ofCode: "359152", at: 40, after: 1) == 2)
  }

  @Test(arguments: ["", "28708", "2870822", "287083", " 287082", "28708\u{662}", "+87082"])
  func `what is no code is refused`(typed: String) {
    #expect(Self.totp.step(ofCode: typed, at: 40, after: nil) == nil)
  }

  @Test func `the address for apps has the secret, and names that are encoded`() {
    #expect(
      Self.totp.uri(issuer: "Süd & Co", account: "a:b@example.org")
        == "otpauth://totp/S%C3%BCd%20%26%20Co:a%3Ab%40example.org"
        + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=S%C3%BCd%20%26%20Co"
        + "&algorithm=SHA1&digits=6&period=30")
  }

  @Test(
    arguments: [
      // RFC 4648, section 10, without padding.
      ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"),
      ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI"),
    ])
  func `base32 is that of RFC 4648, both ways`(plain: String, text: String) {
    #expect(Base32.encode(Array(plain.utf8)) == text)
    #expect(Base32.decode(text) == Array(plain.utf8))
    #expect(Base32.decode(text.lowercased()) == Array(plain.utf8))
  }

  @Test(arguments: ["M", "MY======", "MZ", "MZXW6Y", "M1", "MÝ", "MY ", "0", "8"])
  func `base32 that encode would not have written is refused`(text: String) {
    #expect(Base32.decode(text) == nil)
  }

  @Test func `every length goes through base32 unchanged`() {
    for count in 0...100 {
      let bytes = SecureRandom.bytes(count)
      #expect(Base32.decode(Base32.encode(bytes)) == bytes)
    }
  }
}
