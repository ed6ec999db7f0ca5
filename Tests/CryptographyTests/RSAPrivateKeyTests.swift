import Cryptography
import Testing

@Suite struct RSAPrivateKeyTests {
  static let line = Array("Signed by the openssl tool.\n".utf8)

  static func key(_ pem: String) throws(RSAKeyError) -> RSAPrivateKey {
    try RSAPrivateKey(pem: Array(pem.utf8))
  }

  @Test func `a key in either form signs as the openssl tool does`() throws {
    for pem in [RSAKeys.pkcs8, RSAKeys.pkcs1] {
      let key = try Self.key(pem)
      #expect(key.bits == 2048)
      #expect(Hex.encode(try key.signature(of: Self.line)) == RSAKeys.signature)
      #expect(Hex.encode(key.publicKeyDER) == RSAKeys.publicKey)
    }
  }

  @Test func `another message has another signature, and an empty one has one, too`() throws {
    let key = try Self.key(RSAKeys.pkcs8)
    let signatures = [[], Self.line, Self.line + [0]].map { try? key.signature(of: $0) }
    #expect(signatures.allSatisfy { $0?.count == 256 })
    #expect(Set(signatures).count == 3)
  }

  @Test func `a key that is too short, of another kind, or behind a passphrase is refused`() throws
  {
    #expect(throws: RSAKeyError.tooShort(bits: 1024)) { try Self.key(RSAKeys.short) }
    #expect(throws: RSAKeyError.notRSA) { try Self.key(RSAKeys.elliptic) }
    #expect(throws: RSAKeyError.notReadable) { try Self.key(RSAKeys.encrypted) }
    for nonsense in ["", "key", String(RSAKeys.pkcs8.dropLast(200)), "\0\0"] {
      #expect(throws: RSAKeyError.notReadable) { try Self.key(nonsense) }
    }
  }

  @Test func `many threads sign with one key`() async throws {
    let key = try Self.key(RSAKeys.pkcs8)
    await withTaskGroup(of: String?.self) { group in
      for _ in 0..<50 {
        group.addTask { (try? key.signature(of: Self.line)).map(Hex.encode) }
      }
      for await signature in group { #expect(signature == RSAKeys.signature) }
    }
  }

  @Test func `no text shows the key`() throws {
    let key = try Self.key(RSAKeys.pkcs8)
    var dumped = ""
    dump(key, to: &dumped)
    #expect("\(key)" == "RSAPrivateKey(redacted)")
    #expect(!dumped.contains("bits"))
  }
}
