import Cryptography
import Testing

@Suite struct AEADTests {
  let key = SecretKey(bytes: bytes(0x80...0x9f))
  let nonce = bytes(0x40...0x57)
  let text = Array(
    """
    Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, \
    sunscreen would be it.
    """.utf8)

  @Test func `sealing gives the bytes of draft-irtf-cfrg-xchacha-03 appendix A.3.1`() throws {
    let context = try bytes("50515253c0c1c2c3c4c5c6c7")
    let sealed = AEAD.seal(text, key: key, nonce: nonce, authenticating: context)
    let expected = try bytes(
      """
      404142434445464748494a4b4c4d4e4f5051525354555657
      bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb
      731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452
      2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9
      21f9664c97637da9768812f615c68b13b52e
      c0875924c1c7987947deafd8780acf49
      """)
    #expect(sealed == expected)
    #expect(sealed.count == text.count + AEAD.overhead)
    #expect(try AEAD.open(sealed, key: key, authenticating: context) == text)
  }

  @Test func `an empty text can be sealed`() throws {
    let sealed = AEAD.seal([], key: key, nonce: nonce, authenticating: [])
    #expect(try AEAD.open(sealed, key: key, authenticating: []).isEmpty)
  }

  @Test func `a change of any single byte is noticed`() throws {
    let sealed = AEAD.seal([1, 2, 3], key: key, nonce: nonce, authenticating: [9])
    for position in sealed.indices {
      var changed = sealed
      changed[position] ^= 1
      #expect(throws: CryptographyError.notAuthentic) {
        try AEAD.open(changed, key: key, authenticating: [9])
      }
    }
  }

  @Test func `another key, another context and every shorter length are refused`() {
    let sealed = AEAD.seal([1, 2, 3], key: key, nonce: nonce, authenticating: [9])
    let other = SecretKey(bytes: bytes(0x81...0xa0))
    #expect(throws: CryptographyError.notAuthentic) {
      try AEAD.open(sealed, key: other, authenticating: [9])
    }
    #expect(throws: CryptographyError.notAuthentic) {
      try AEAD.open(sealed, key: key, authenticating: [])
    }
    for count in sealed.indices {
      #expect(throws: CryptographyError.notAuthentic) {
        try AEAD.open(Array(sealed.prefix(count)), key: key, authenticating: [9])
      }
    }
  }
}
