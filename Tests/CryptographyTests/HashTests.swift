import Cryptography
import Testing

@Suite struct HashTests {
  @Test(
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func `SHA-256 gives the hashes of FIPS 180-4 and RFC 6234`(message: String, hash: String) throws {
    #expect(try SHA256.hash(Array(message.utf8)) == bytes(hash))
  }

  @Test(
    arguments: [
      // RFC 4231, test cases 1, 2, 3, 6 and 7.
      (
        String(repeating: "0b", count: 20), "4869205468657265",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        String(repeating: "aa", count: 20), String(repeating: "dd", count: 50),
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
      ),
      (
        String(repeating: "aa", count: 131),
        """
        54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a
        65204b6579202d2048617368204b6579204669727374
        """,
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
      (
        String(repeating: "aa", count: 131),
        """
        5468697320697320612074657374207573696e672061206c6172676572207468
        616e20626c6f636b2d73697a65206b657920616e642061206c61726765722074
        68616e20626c6f636b2d73697a6520646174612e20546865206b6579206e6565
        647320746f20626520686173686564206265666f7265206265696e6720757365
        642062792074686520484d414320616c676f726974686d2e
        """,
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
      ),
    ])
  func `HMAC-SHA-256 gives the codes of RFC 4231`(
    key: String, message: String, code: String
  ) throws {
    let key = SecretKey(bytes: try bytes(key))
    let message = try bytes(message)
    #expect(try HMACSHA256.code(for: message, key: key) == bytes(code))
    #expect(try HMACSHA256.isValid(bytes(code), for: message, key: key))
  }

  @Test func `a code is refused for another message, another key, or when cut short`() {
    let key = SecretKey(bytes: bytes(1...32))
    let code = HMACSHA256.code(for: [1, 2, 3], key: key)
    #expect(!HMACSHA256.isValid(code, for: [1, 2, 4], key: key))
    #expect(!HMACSHA256.isValid(code, for: [1, 2, 3], key: SecretKey(bytes: bytes(2...33))))
    #expect(!HMACSHA256.isValid(Array(code.dropLast()), for: [1, 2, 3], key: key))
    #expect(!HMACSHA256.isValid([], for: [1, 2, 3], key: key))
  }

  @Test(
    arguments: [
      // The reference implementation's file blake2b-kat.txt: keys 00…3f, messages 00, 01, ….
      (
        0,
        """
        10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786
        b5e996e8f0f4eb981fc214b005f42d2ff4233499391653df7aefcbc13fc51568
        """
      ),
      (
        1,
        """
        961f6dd1e4dd30f63901690c512e78e4b45e4742ed197c3c5e45c549fd25f2e4
        187b0bc9fe30492b16b0d0bc4ef9b0f34c7003fac09a5ef1532e69430234cebd
        """
      ),
    ])
  func `a keyed hash is BLAKE2b of the reference implementation`(count: Int, hash: String) throws {
    let key = SecretKey(bytes: bytes(0...63))
    let message = (0..<count).map { UInt8($0) }
    #expect(try KeyedHash.hash(message, key: key, count: 64) == bytes(hash))
  }

  @Test func `a keyed hash depends on its length, its key and its message`() {
    let key = SecretKey(bytes: bytes(0...31))
    let hash = KeyedHash.hash([1], key: key)
    #expect(hash.count == 32)
    #expect(hash != KeyedHash.hash([2], key: key))
    #expect(hash != KeyedHash.hash([1], key: SecretKey(bytes: bytes(1...32))))
    #expect(KeyedHash.hash([1], key: key, count: 16) != Array(hash.prefix(16)))
  }
}
