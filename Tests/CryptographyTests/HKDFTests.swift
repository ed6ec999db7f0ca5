import Cryptography
import Testing

@Suite struct HKDFTests {
  struct Vector: CustomTestStringConvertible {
    var testDescription: String
    var secret: [UInt8]
    var salt: [UInt8]
    var info: [UInt8]
    var output: String
  }

  @Test(
    arguments: [
      Vector(
        testDescription: "A.1", secret: [UInt8](repeating: 0x0b, count: 22), salt: bytes(0...0x0c),
        info: bytes(0xf0...0xf9),
        output: """
          3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf
          34007208d5b887185865
          """),
      Vector(
        testDescription: "A.2", secret: bytes(0...0x4f), salt: bytes(0x60...0xaf),
        info: bytes(0xb0...0xff),
        output: """
          b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c
          59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71
          cc30c58179ec3e87c14c01d5c1f3434f1d87
          """),
      Vector(
        testDescription: "A.3", secret: [UInt8](repeating: 0x0b, count: 22), salt: [], info: [],
        output: """
          8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d
          9d201395faa4b61a96c8
          """),
    ])
  func `keys are those of RFC 5869 appendix A`(vector: Vector) throws {
    let output = try bytes(vector.output)
    let key = HKDFSHA256.key(
      from: SecretKey(bytes: vector.secret), salt: vector.salt, info: vector.info,
      count: output.count)
    #expect(key.copy == output)
  }

  @Test func `purposes give different keys, and text is taken as its UTF-8 bytes`() {
    let secret = SecretKey(bytes: bytes(0...31))
    #expect(HKDFSHA256.key(from: secret, info: "a") != HKDFSHA256.key(from: secret, info: "b"))
    #expect(
      HKDFSHA256.key(from: secret, info: "é") == HKDFSHA256.key(from: secret, info: [195, 169]))
  }

  @Test func `the longest key has 8,160 bytes and begins like a shorter one`() {
    let secret = SecretKey(bytes: bytes(0...31))
    let longest = HKDFSHA256.key(from: secret, info: "x", count: 8160).copy
    #expect(longest.count == 8160)
    #expect(Array(longest.prefix(32)) == HKDFSHA256.key(from: secret, info: "x").copy)
    #expect(Set(longest.suffix(32)).count > 1)
  }

  @Test func `a key that is lent is the one that is made`() {
    let source = HKDFSHA256.Source(SecretKey(bytes: Array(0..<32)), salt: [1, 2, 3])
    for purpose in ["", "confirm", String(repeating: "p", count: 200)] {
      let made = source.key(purpose).withBytes { Array($0) }
      #expect(source.withKey(purpose) { Array($0) } == made)
    }
  }
}
