import Cryptography
import Testing

@Suite struct SecretKeyTests {
  let key = SecretKey(bytes: bytes(65...96))

  @Test func `a key lends the bytes it was made from`() {
    #expect(key.copy == bytes(65...96))
    #expect(key.count == 32)
    #expect(SecretKey(bytes: []).copy.isEmpty)
  }

  @Test func `keys are equal when their bytes are`() {
    #expect(key == SecretKey(bytes: bytes(65...96)))
    #expect(key != SecretKey(bytes: bytes(66...97)))
    #expect(key != SecretKey(bytes: bytes(65...95)))
  }

  @Test func `no text form of a key shows its bytes`() {
    var dumped = ""
    dump(key, to: &dumped)
    for text in ["\(key)", String(reflecting: key), String(describing: [key]), dumped] {
      #expect(text.contains("redacted"))
      #expect(!text.contains("65") && !text.contains("ABC"))
    }
    #expect(Mirror(reflecting: key).children.isEmpty)
  }

  @Test func `keys made and dropped in many tasks at once stay apart`() async {
    let isApart = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<UInt8(200) {
        group.addTask {
          let bytes = [UInt8](repeating: number, count: 32)
          for _ in 0..<50 {
            let key = SecretKey(bytes: bytes)
            await Task.yield()
            guard key.copy == bytes else { return false }
          }
          return true
        }
      }
      return await group.reduce(true) { $0 && $1 }
    }
    #expect(isApart)
  }

  @Test func `random keys and bytes have the length asked for and differ`() {
    #expect(SecretKey.random().count == 32)
    #expect(SecretKey.random() != SecretKey.random())
    #expect(SecureRandom.bytes(0).isEmpty)
    #expect(SecureRandom.bytes(16).count == 16)
    #expect(SecureRandom.bytes(16) != SecureRandom.bytes(16))
  }

  @Test func `bytes are equal in constant time when length and content are`() {
    #expect(isEqualInConstantTime([], []))
    #expect(isEqualInConstantTime([1, 2], [1, 2]))
    #expect(!isEqualInConstantTime([1, 2], [1, 3]))
    #expect(!isEqualInConstantTime([1, 2], [1, 2, 3]))
  }
}
