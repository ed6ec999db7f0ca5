import Cryptography
import Testing

@Suite struct PasswordHashTests {
  /// As little as libsodium takes.
  static let cheap = PasswordHash.Cost(memory: 8192, passes: 1)

  @Test(
    arguments: [
      // The reference implementation's src/test.c, version 0x13 of Argon2id.
      (
        "password",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$"
          + "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
      ),
      (
        "differentpassword",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$"
          + "C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94"
      ),
    ])
  func `hashes of the reference implementation are known again`(password: String, text: String) {
    let hash = PasswordHash(text: text)
    #expect(hash.isHash(of: Array(password.utf8)))
    #expect(!hash.isHash(of: Array("Password".utf8)))
  }

  @Test(arguments: [
    "", "correct horse", "p\u{0}q", "pässwörd", String(repeating: "x", count: 1000),
  ])
  func `a password is known again by its hash, and no other is`(password: String) throws {
    let hash = try PasswordHash(of: Array(password.utf8), cost: Self.cheap)
    #expect(hash.text.hasPrefix("$argon2id$v=19$m=8,t=1,p=1$"))
    #expect(hash.isHash(of: Array(password.utf8)))
    #expect(!hash.isHash(of: Array(password.utf8) + [0]))
    #expect(!hash.isHash(of: Array((password + "x").utf8)))
    #expect(PasswordHash(text: hash.text).isHash(of: Array(password.utf8)))
  }

  @Test func `equal passwords have different hashes`() throws {
    let first = try PasswordHash(of: [1], cost: Self.cheap)
    let second = try PasswordHash(of: [1], cost: Self.cheap)
    #expect(first != second)
  }

  @Test func `a hash of another cost is to be made anew`() throws {
    let hash = try PasswordHash(of: [1], cost: Self.cheap)
    #expect(!hash.needsRehash(for: Self.cheap))
    #expect(hash.needsRehash(for: .init(memory: 8192, passes: 2)))
    #expect(hash.needsRehash(for: .init(memory: 16384, passes: 1)))
    #expect(PasswordHash(text: "nothing").needsRehash(for: Self.cheap))
  }

  @Test(
    arguments: [
      "", "$", "x", "$argon2id$v=19$m=8,t=1,p=1$", "$argon2i$v=19$m=8,t=1,p=1$AAAA$AAAA",
      String(repeating: "é", count: 20), String(repeating: "$", count: 500), "$2b$12$\u{0}",
    ])
  func `a text that is no hash is the hash of nothing`(text: String) {
    #expect(!PasswordHash(text: text).isHash(of: []))
    #expect(!PasswordHash(text: text).isHash(of: [0x24]))
  }

  @Test func `a decoy is of the same form and cost, and of no password`() throws {
    let decoy = PasswordHash.decoy(cost: Self.cheap)
    let real = try PasswordHash(of: [1], cost: Self.cheap)
    #expect(decoy.text.utf8.count == real.text.utf8.count)
    #expect(!decoy.needsRehash(for: Self.cheap))
    #expect(!decoy.isHash(of: []))
    #expect(PasswordHash.decoy(cost: .usual).text.hasPrefix("$argon2id$v=19$m=65536,t=3,p=1$"))
  }

  @Test func `a hash is not shown by accident`() throws {
    let hash = try PasswordHash(of: [1], cost: Self.cheap)
    for shown in [
      "\(hash)", String(reflecting: hash), String(describing: Mirror(reflecting: hash)),
    ] {
      #expect(!shown.contains("argon2id"))
    }
  }

  @Test func `hashing in turn knows the password again, and none where there is no hash`()
    async throws
  {
    let hashing = PasswordHashing(cost: Self.cheap)
    let hash = try await hashing.hash(of: [1, 2])
    #expect(try await hashing.isPassword([1, 2], of: hash))
    #expect(try await !hashing.isPassword([1, 3], of: hash))
    #expect(try await !hashing.isPassword([1, 2], of: nil))
  }

  @Test func `checking without a hash takes the time of checking one`() async throws {
    let hashing = PasswordHashing(cost: .init(memory: 8 << 20, passes: 2), places: 1)
    let hash = try await hashing.hash(of: [1])
    var known: [Duration] = []
    var unknown: [Duration] = []
    for _ in 0..<31 {
      known.append(
        try await ContinuousClock().measure { _ = try await hashing.isPassword([2], of: hash) })
      unknown.append(
        try await ContinuousClock().measure { _ = try await hashing.isPassword([2], of: nil) })
    }
    let ratio = known.sorted()[15] / unknown.sorted()[15]
    #expect((0.67...1.5).contains(ratio), "\(ratio)")
  }

  @Test(.timeLimit(.minutes(1)))
  func `those beyond the line are turned away, and the rest are all served`() async throws {
    let hashing = PasswordHashing(
      cost: .init(memory: 8 << 20, passes: 8), places: 1, waiting: 3)
    var refused = 0
    // On a machine that stood still they may come one after the other.
    while refused == 0 {
      refused = try await Self.refusals(of: 20, by: hashing)
    }
    #expect(refused <= 16)
    // The place is free again.
    _ = try await hashing.hash(of: [1])
  }

  private static func refusals(of count: Int, by hashing: PasswordHashing) async throws -> Int {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<count {
        group.addTask {
          do {
            _ = try await hashing.hash(of: [1])
            return 0
          } catch PasswordHashingError.busy {
            return 1
          }
        }
      }
      return try await group.reduce(0, +)
    }
  }
}
