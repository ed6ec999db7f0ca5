import Cryptography
import Testing

@Suite struct SignatureTests {
  // RFC 6979, A.2.5: the key for P-256, and signatures with SHA-256.
  static let x = "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
  static let y = "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"

  @Test(
    arguments: [
      (
        "sample", "00efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
        "00f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
      ),
      (
        "test", "00f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367",
        "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"
      ),
    ])
  func `ES256 takes the signatures of RFC 6979 and no others`(
    message: String, r: String, s: String
  ) throws {
    let key = try #require(try ES256.PublicKey(x: bytes(Self.x), y: bytes(Self.y)))
    let signature = try Self.der(bytes(r), bytes(s))
    let message = Array(message.utf8)
    #expect(key.isValid(signature, for: message))
    #expect(!key.isValid(signature, for: message + [0]))
    #expect(!key.isValid(signature + [0], for: message))
    #expect(!key.isValid([], for: message))
    for count in signature.indices {
      #expect(!key.isValid(Array(signature.prefix(count)), for: message))
      for bit in 0..<8 {
        var changed = signature
        changed[count] ^= 1 << bit
        #expect(!key.isValid(changed, for: message))
      }
    }
  }

  @Test func `ES256 refuses a key that is no point of the curve`() throws {
    let x = try bytes(Self.x)
    var y = try bytes(Self.y)
    y[31] ^= 1
    #expect(ES256.PublicKey(x: x, y: y) == nil)
    #expect(ES256.PublicKey(x: x, y: Array(y.dropLast())) == nil)
    #expect(ES256.PublicKey(x: [0] + x, y: y) == nil)
    let zeros = [UInt8](repeating: 0, count: 32)
    #expect(ES256.PublicKey(x: zeros, y: zeros) == nil)
    #expect(ES256.PublicKey(x: [], y: []) == nil)
  }

  @Test(
    arguments: [
      // RFC 8032, section 7.1, tests 1 to 3.
      (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        """
        e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155
        5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b
        """
      ),
      (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        """
        92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
        085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
        """
      ),
      (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        """
        6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac
        18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a
        """
      ),
    ])
  func `Ed25519 takes the signatures of RFC 8032 and no others`(
    key: String, message: String, signature: String
  ) throws {
    let key = try #require(try Ed25519.PublicKey(bytes(key)))
    let message = try bytes(message)
    let signature = try bytes(signature)
    #expect(key.isValid(signature, for: message))
    #expect(!key.isValid(signature, for: message + [0]))
    #expect(!key.isValid(signature + [0], for: message))
    for count in signature.indices {
      #expect(!key.isValid(Array(signature.prefix(count)), for: message))
      var changed = signature
      changed[count] ^= 1
      #expect(!key.isValid(changed, for: message))
    }
  }

  @Test func `Ed25519 refuses a second way to write a signature, and weak keys`() throws {
    let key = try #require(
      try Ed25519.PublicKey(
        bytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")))
    // The signature of RFC 8032's test 1 with the order of the group added to S (section 5.1.7).
    let second = try bytes(
      """
      e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155
      4c8c7872aa064e049dbb3013fbf29380d25bf5f0595bbe24655141438e7a101b
      """)
    #expect(!key.isValid(second, for: []))
    // The neutral element as a key, for which R = S·B is a signature of every message.
    let weak = try #require(Ed25519.PublicKey([1] + [UInt8](repeating: 0, count: 31)))
    let anything = [1] + [UInt8](repeating: 0, count: 63)
    #expect(!weak.isValid(anything, for: [1, 2, 3]))
    #expect(Ed25519.PublicKey([1]) == nil)
  }

  /// RFC 3279, section 2.2.3, for numbers whose first byte is below 128.
  private static func der(_ r: [UInt8], _ s: [UInt8]) throws -> [UInt8] {
    let body = [2, UInt8(r.count)] + r + [2, UInt8(s.count)] + s
    return [0x30, UInt8(body.count)] + body
  }
}
