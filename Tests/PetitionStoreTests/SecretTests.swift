import Cryptography
import Foundation
import Petitions
import TestSupport
import Testing

@testable import PetitionStore

@Suite struct SecretTests {
  static let random = SeededBytes(seed: 5)

  @Test func `the secret file is made once, for its owner only`() throws {
    let files = try TemporaryDatabase(.sqlite)
    let path = files.path(of: "secret")
    let made = try SiteSecret(path: path, mayCreate: true, random: Self.random.next)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.utf8.count == 65)
    #expect(Hex.decode(String(text.dropLast()))?.count == SiteSecret.size)
    for mayCreate in [true, false] {
      let read = try SiteSecret(path: path, mayCreate: mayCreate, random: Self.random.next)
      #expect(read.personKey == made.personKey)
      #expect(read.outboxKey == made.outboxKey)
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    #expect(try FileManager.default.contentsOfDirectory(atPath: files.folder) == ["secret"])
  }

  @Test func `a database without its secret file is an error`() throws {
    let files = try TemporaryDatabase(.sqlite)
    let path = files.path(of: "secret")
    #expect(throws: SecretFileError.missing) {
      try SiteSecret(path: path, mayCreate: false, random: Self.random.next)
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test(arguments: [
    "", "\n", "secret", String(repeating: "a", count: 63), String(repeating: "a", count: 66),
    String(repeating: "g", count: 64), String(repeating: "ab ", count: 32),
    String(repeating: "é", count: 64),
  ])
  func `a secret file that holds anything else is refused and kept`(content: String) throws {
    let files = try TemporaryDatabase(.sqlite)
    let path = files.path(of: "secret")
    try content.write(toFile: path, atomically: false, encoding: .utf8)
    #expect(throws: SecretFileError.malformed) {
      try SiteSecret(path: path, mayCreate: true, random: Self.random.next)
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == content)
  }

  @Test func `every key of the secret is another`() {
    let salt = [UInt8](repeating: 1, count: 32)
    let id = [UInt8](repeating: 2, count: 16)
    let secret = Scene.secret
    let keys = [
      secret.personKey, secret.outboxKey, secret.formTokenKey, secret.mailTicketKey,
      secret.petitionKey(uniqueID: id, salt: salt),
      secret.petitionKey(uniqueID: id.map { $0 + 1 }, salt: salt),
      secret.petitionKey(uniqueID: id, salt: salt.map { $0 + 1 }),
    ].map { $0.withBytes { Array($0) } }
    #expect(Set(keys).count == keys.count)
    #expect(keys.allSatisfy { $0.count == 32 })
  }

  @Test func `a token is 43 characters, and nothing else is a token`() throws {
    let link = SignatureSecret(random: Self.random.next)
    #expect(link.token.utf8.count == 43)
    #expect(SignatureSecret(token: link.token)?.token == link.token)
    for text in [
      "", String(link.token.dropLast()), link.token + "A", link.token + "=", " " + link.token,
      String(repeating: "+", count: 43), String(repeating: "é", count: 43),
    ] {
      #expect(SignatureSecret(token: text) == nil)
    }
  }

  /// The vector that the design of the commitment was tried with, outside of this project.
  @Test func `a commitment is HMAC-SHA256 over length-prefixed fields`() {
    let commitment = SecretKey(bytes: Array(0..<32)).withBytes { key in
      SignatureSecret.commitment(
        context: "petition.example/leaf/v1", key: key, uniqueID: Array(0..<16),
        email: "someone@example.org", name: "Some One")
    }
    #expect(
      Hex.encode(commitment)
        == "79555cc00f300edebe4be3ea3fe181e02428caeefa04a452999995bdc411456b")
  }

  @Test func `a commitment binds the petition, the address and the name`() {
    let link = SignatureSecret(random: Self.random.next)
    let id = [UInt8](repeating: 0, count: 16)
    let commitments = [
      link.commitment(uniqueID: id, email: "a@example.org", name: "Ann"),
      link.commitment(uniqueID: id.map { $0 + 1 }, email: "a@example.org", name: "Ann"),
      link.commitment(uniqueID: id, email: "a@example.orgA", name: "nn"),
      link.commitment(uniqueID: id, email: "a@example.org", name: "Bo"),
      SignatureSecret(random: Self.random.next)
        .commitment(uniqueID: id, email: "a@example.org", name: "Ann"),
    ]
    #expect(Set(commitments).count == commitments.count)
    #expect(link.commitment(uniqueID: id, email: "a@example.org", name: "Ann") == commitments[0])
  }

  @Test func `sealed records of people have few sizes and open in their own row only`() throws {
    let key = Scene.secret.personKey
    let row = [UInt8](repeating: 3, count: 32)
    let sizes = Set(
      People.all.map { person in
        PersonRecord(name: person.name, email: person.email, reason: "")
          .sealed(key: key, row: row, nonce: Self.random.next(24)).count
      })
    #expect(sizes.isSubset(of: [64 + 40, 128 + 40]))
    let record = PersonRecord(name: "အေး", email: "aye@example.org", reason: "“…”\n")
    let sealed = record.sealed(key: key, row: row, nonce: Self.random.next(24))
    #expect(try PersonRecord(sealed: sealed, key: key, row: row) == record)
    #expect(throws: CryptographyError.self) {
      try PersonRecord(sealed: sealed, key: key, row: row.map { $0 + 1 })
    }
  }

  @Test(arguments: [[], [0], [0, 5, 65], [0, 1, 0xff], [0xff, 0xff, 65]])
  func `bytes that are no fields do not become fields`(bytes: [UInt8]) {
    #expect(LengthPrefixed.decode(bytes, count: 1) == nil)
  }
}
