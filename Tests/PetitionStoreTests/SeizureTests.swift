import Cryptography
import EmailAddresses
import Foundation
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// What whoever carries the server away can read in the database.
@Suite struct SeizureTests {
  /// A signer, and whether the name is public in the end.
  struct Case {
    let person: Person
    var audience = Audience.nobody
    var wantsUpdates = false
    var isPublic = false
  }

  static func person(_ name: String, _ mailbox: String) -> Person {
    Person(name: name, email: "\(mailbox)@example.org")
  }

  static let confirmed = [
    Case(person: person("Ingrid Halvorsen", "Ingrid.H"), audience: .public, isPublic: true),
    Case(
      person: person("မြတ်နိုးဝင်း", "myat.noe"), audience: .public, wantsUpdates: true, isPublic: true),
    Case(person: person("ခင်မာလာ", "khin-mar-lar"), audience: .nobody),
    Case(person: person("سميرة الخطيب", "samira_k"), audience: .target, wantsUpdates: true),
    Case(person: person("歐陽慧敏", "ouyang+petitions"), audience: .organiser),
    Case(
      person: person("Zoë 🦉 Nightingale", "zoe.nightingale"), audience: .nobody, wantsUpdates: true),
  ]
  static let withdrawn = person("Wilhelmina Terpstra", "w.terpstra")
  static let hidden = person("Hortensia Quintero", "h.quintero")
  static let corrected = person("Misspelt Namme", "misspelt.n")
  static let pending = person("Percival Okonjo", "percival.okonjo")
  static let expired = person("Evangeline Duarte", "e.duarte")
  static let waitingForMail = person("Mirembe Nakato", "mirembe.nakato")
  static let told = confirmed[2].person
  static let reminded = person("Thandiwe Mokoena", "thandiwe.mokoena")
  static let bounced = person("Casimir Wojnarowicz", "casimir.w")
  static let unsubscribed = person("Perpetua Ezenwa", "perpetua.ezenwa")
  static let leaving = person("Ottoline Brackenbury", "ottoline.b")
  /// Many who have a part of name and address in common, so that one search finds any of them.
  static let crowd = (0..<120).map { person("Agnieszka \($0)", "agnieszka.\($0)") }

  static var secretPeople: [Person] {
    confirmed.filter { !$0.isPublic }.map(\.person)
      + [
        person("Agnieszka", "agnieszka"), withdrawn, hidden, corrected, pending, expired,
        waitingForMail, reminded, bounced, unsubscribed, leaving,
      ]
  }

  /// Lets all sorts of things happen, and gives every token that left the server by mail.
  static func live(_ scene: Scene) async throws -> [SignatureSecret] {
    var links: [SignatureSecret] = []
    for signer in confirmed {
      links.append(
        try await scene.confirmed(
          signer.person.signer(
            audience: signer.audience, reason: "Because of \(signer.person.name).",
            country: "MM", wantsUpdates: signer.wantsUpdates)
        ).link)
    }
    links.append(try await scene.link(of: expired.signer()))
    scene.clock.advance(by: StoreLimits().pendingLifetime)
    try await scene.store.sweep(at: scene.clock.now)
    for person in [withdrawn, hidden, corrected] {
      links.append(
        try await scene.confirmed(person.signer(reason: "I am \(person.name).")).link)
    }
    let places = links.suffix(3)
    try await scene.withdraw(places[places.startIndex])
    try await scene.store.change(
      places[places.startIndex + 1], name: PersonName(typed: hidden.name), audience: .nobody)
    try await scene.store.change(
      places[places.startIndex + 2], name: PersonName(typed: "Well Spelt"), audience: .organiser)
    // So many public names that pages of the file split and merge, all taken back.
    var left: [SignatureSecret] = []
    for person in crowd { left.append(try await scene.confirmed(person.signer()).link) }
    for link in left { try await scene.withdraw(link) }
    links += left.prefix(3)
    links.append(try await scene.link(of: pending.signer(audience: .public, reason: "Soon.")))
    try await scene.sign(told.signer())
    try await scene.sign(waitingForMail.signer())
    return try await links + liveByMail(scene)
  }

  /// Waits to be reminded, gets news or ends it, takes no mail, is told to have left.
  private static func liveByMail(_ scene: Scene) async throws -> [SignatureSecret] {
    let store = scene.store
    var links = [try await scene.link(of: reminded.signer(wantsReminder: true))]
    for person in [bounced, unsubscribed, leaving] {
      links.append(
        try await scene.confirmed(person.signer(audience: .nobody, wantsUpdates: true)).link)
    }
    _ = try await scene.startedNews()
    _ = try await store.fillNews(at: scene.clock.now)
    _ = try await store.noteBounce(
      of: EmailAddress(parsing: bounced.email), .hard, at: scene.clock.now)
    let ordinal = try #require(try await store.signature(links[2])).ordinal
    _ = try await store.unsubscribe(
      store.unsubscribeToken(of: scene.petition.id, ordinal: ordinal))
    try await scene.withdraw(links[3])
    // All of it waits, sealed: thanks, the last mail, the reminder, news.
    let waiting = try await scene.number(
      """
      SELECT COUNT(DISTINCT kind)
      FROM outbox
      WHERE sealed IS NOT NULL AND kind IN ('thanks', 'withdrawn', 'reminder', 'news')
      """)
    #expect(waiting >= 3)
    return links
  }

  static func needles(_ links: [SignatureSecret]) -> [Needle] {
    secretPeople.map { Needle($0.name) } + [Needle("Namme"), Needle("Because of \(told.name)")]
      + (secretPeople + confirmed.map(\.person)).flatMap { person in
        let email = person.email
        return [Needle(email), Needle(String(email.prefix { $0 != "@" && $0 != "+" }))]
      } + links.flatMap { [Needle($0.token), Needle(bytes: Base64URL.decode($0.token) ?? [])] }
  }

  @Test func `a needle is found in every form`() {
    let needle = Needle("Zoë@Example.org")
    let text = "zoë@example.org"
    let before = Array("xy".utf8)
    for spelling in [text, text.uppercased(), "Zoë@Example.org"] {
      let bytes = Array(spelling.utf8)
      #expect(needle.isFound(in: before + bytes + before))
      #expect(needle.isFound(in: before + bytes.reversed()))
      #expect(needle.isFound(in: Array(Hex.encode(before + bytes).utf8)))
      for count in 0..<3 {
        let padded = [UInt8](repeating: 0x9f, count: count) + bytes + before
        #expect(needle.isFound(in: Array(Data(padded).base64EncodedString().utf8)))
        #expect(needle.isFound(in: Array(Base64URL.encode(padded).utf8)))
      }
      #expect(needle.isFound(in: spelling.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }))
      #expect(needle.isFound(in: spelling.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }))
    }
    #expect(!needle.isFound(in: Array("zoe@example.org".utf8)))
  }

  @Test(arguments: TestEngine.overwriting)
  func `no address and no name that is not public is in any file`(
    engine: TestEngine
  ) async throws {
    let files = try TemporaryDatabase(engine)
    let backup = files.path(of: "backup")
    let links = try await Scene.with(engine, files: files) { scene in
      let links = try await Self.live(scene)
      #expect(try await scene.store.recount().isEmpty)
      try await Self.untilLogIsMoved(scene)
      try await (scene.database as? SQLiteDatabase)?.backup(to: backup)
      Self.search(try files.files(), for: Self.needles(links), "while it runs")
      return links
    }
    Self.search(try files.files(), for: Self.needles(links), "when it is closed")
    let copy = Array(try Data(contentsOf: URL(fileURLWithPath: backup)))
    Self.search(["backup": copy], for: Self.needles(links), "")
    // The search finds what is there.
    for signer in Self.confirmed where signer.isPublic {
      #expect(Needle(signer.person.name).isFound(in: copy))
    }
  }

  @Test(arguments: TestEngine.all)
  func `names never shown are not even in the log before it is moved`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      var links: [SignatureSecret] = []
      for signer in Self.confirmed where signer.audience != .public {
        links.append(
          try await scene.confirmed(signer.person.signer(audience: signer.audience)).link)
      }
      links.append(try await scene.link(of: Self.pending.signer(audience: .public)))
      try await scene.sign(Self.waitingForMail.signer())
      let people =
        Self.confirmed.filter { $0.audience != .public }.map(\.person)
        + [Self.pending, Self.waitingForMail]
      let needles =
        people.flatMap { [Needle($0.name), Needle($0.email)] } + links.map { Needle($0.token) }
      let found = try scene.files.files()
      #expect(found.count >= 2)
      Self.search(found, for: needles, "")
    }
  }

  @Test(arguments: TestEngine.all)
  func `without the secret file no sealed record opens`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      _ = try await Self.live(scene)
      let other = SiteSecret(root: SecretKey(bytes: [UInt8](repeating: 8, count: 32)))
      let statements: [SQL] = [
        "SELECT person, confirm_hash FROM signature WHERE person IS NOT NULL",
        "SELECT person, confirm_hash FROM pending_signature",
      ]
      let sealed = try await scene.database.read { transaction in
        try statements.flatMap { try transaction.query($0) }
      }
      #expect(sealed.count == 12)
      for row in sealed {
        let (person, hash): ([UInt8], [UInt8]) = (try row.get(0), try row.get(1))
        #expect(throws: Never.self) {
          try PersonRecord(sealed: person, key: Scene.secret.personKey, row: hash)
        }
        for key in [other.personKey, other.outboxKey, Scene.secret.outboxKey] {
          #expect(throws: CryptographyError.self) {
            try PersonRecord(sealed: person, key: key, row: hash)
          }
        }
      }
      await #expect(throws: StoreError.otherSecret) {
        try await Store(database: scene.database, secret: other, random: SeededBytes(seed: 3).next)
      }
    }
  }

  private static func search(_ files: [String: [UInt8]], for needles: [Needle], _ when: String) {
    #expect(!files.isEmpty)
    for (name, bytes) in files {
      for needle in needles where needle.isFound(in: bytes) {
        Issue.record("\(needle.text) is in \(name) \(when)")
      }
    }
  }

  /// Lets the engine do its background work until the log is empty.
  private static func untilLogIsMoved(_ scene: Scene) async throws {
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await scene.database.run() }
      while try !scene.files.isLogEmpty { try await Task.sleep(for: .milliseconds(20)) }
      tasks.cancelAll()
    }
  }
}
