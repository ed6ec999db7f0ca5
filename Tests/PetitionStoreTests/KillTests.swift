import Foundation
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// A process that signs and confirms until it is killed, with the signal that cannot be caught.
@Suite struct KillTests {
  /// The lines in which the process tells what was acknowledged to it.
  enum Line {
    static let signed = "signed"
    static let confirmed = "confirmed"
    static let handedOver = "handed-over"
  }

  @Test(.timeLimit(.minutes(10)), arguments: TestEngine.all)
  func `nothing acknowledged is lost when the process is killed at any moment`(
    engine: TestEngine
  ) async throws {
    let files = try TemporaryDatabase(engine)
    try await Scene.with(engine, files: files) { scene in
      _ = try await scene.store.addPetition(.sample(title: "Another"), at: scene.clock.now)
    }
    var acknowledged = Acknowledged()
    for round in 1...12 {
      let (folder, name) = (files.folder, engine.rawValue)
      let result = await #expect(
        processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]
      ) { [folder = folder as String, name = name as String, round = round as Int] in
        try await KillTests.signUntilKilled(folder: folder, engine: name, round: round)
      }
      acknowledged.add(try #require(result).standardOutputContent)
      try await Self.verify(acknowledged, in: files)
    }
    // Some rounds end while the database opens; most do not.
    #expect(acknowledged.confirmed.count > 100)
    #expect(acknowledged.signedCount > 100)
  }

  private static func signUntilKilled(folder: String, engine: String, round: Int) async throws {
    // Every third time anywhere, so also while the database is opened and recovered.
    if round.isMultiple(of: 3) { killThisProcess(within: 60_000) }
    let engine = try #require(TestEngine(rawValue: engine))
    let files = TemporaryDatabase(engine, sharing: folder)
    try await Scene.with(engine, files: files, seed: UInt64(round)) { scene in
      let slugs = try await scene.store.slugs(limit: 2)
      var petitions: [Petition] = []
      for slug in slugs { petitions.append(try #require(try await scene.store.petition(slug))) }
      try await withThrowingTaskGroup(of: Void.self) { [petitions] tasks in
        tasks.addTask { try await scene.database.run() }
        for worker in 0..<16 {
          tasks.addTask {
            for number in 0... {
              let person = Person(
                name: "Person \(number)", email: "p.\(round).\(worker).\(number)@example.org")
              try await scene.sign(person.signer(), petitions[number % petitions.count])
              tell(Line.signed)
              try await confirmNextMails(scene)
              if !round.isMultiple(of: 3), worker == 0, number == 1 {
                killThisProcess(within: 250_000)
              }
            }
          }
        }
        // The first error ends the process, so that it is not taken for one that was killed.
        for try await _ in tasks {}
      }
    }
  }

  private static func confirmNextMails(_ scene: Scene) async throws {
    let mails = try await scene.store.claimMails([.prompt], limit: 2, lease: 1, at: scene.clock.now)
    for mail in mails {
      let link = try #require(SignatureSecret(token: mail.mail.token))
      let petition = try #require(mail.mail.petition)
      guard case .confirmed(let ordinal) = try await scene.confirm(link) else { continue }
      tell("\(Line.confirmed) \(petition.rawValue) \(ordinal) \(mail.mail.token)")
      try await scene.accept([mail])
    }
  }

  @Test(.timeLimit(.minutes(10)), arguments: TestEngine.all)
  func `news is handed over at most once, however often its sender is killed`(
    engine: TestEngine
  ) async throws {
    let files = try TemporaryDatabase(engine)
    let (news, readers) = try await Scene.with(engine, files: files, limits: Self.newsLimits) {
      scene in
      let readers = try await NewsTests.crowd(scene, 1_500)
      return (try await scene.startedNews(), readers)
    }
    var handedOver: [String] = []
    var isDone = false
    for round in 1...20 where !isDone {
      let (folder, name) = (files.folder, engine.rawValue)
      let result = await #expect(
        processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]
      ) { [folder = folder as String, name = name as String, round = round as Int] in
        try await KillTests.sendUntilKilled(folder: folder, engine: name, round: round)
      }
      for line in try #require(result).standardOutputContent.split(separator: UInt8(ascii: "\n")) {
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        if words.first == Substring(Line.handedOver), words.count == 2 {
          handedOver.append(String(words[1]))
        }
      }
      isDone =
        try await Scene.with(engine, files: files) { try await $0.current(news) }
        .state == .done
    }
    #expect(Set(handedOver).count == handedOver.count)
    #expect(Set(handedOver).isSubset(of: readers.map(\.email)))
    try await Scene.with(engine, files: files) { scene in
      let done = try await scene.current(news)
      #expect(done.state == .done)
      #expect(done.queued == readers.count)
      #expect(done.accepted + done.inDoubt == readers.count)
      #expect(done.accepted <= handedOver.count)
      #expect(handedOver.count <= readers.count)
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  private static var newsLimits: StoreLimits {
    var limits = StoreLimits()
    limits.waitingNews = 100
    return limits
  }

  private static func sendUntilKilled(folder: String, engine: String, round: Int) async throws {
    let engine = try #require(TestEngine(rawValue: engine))
    let files = TemporaryDatabase(engine, sharing: folder)
    try await Scene.with(engine, files: files, seed: UInt64(round), limits: newsLimits) { scene in
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await scene.database.run() }
        // Leases of the process before have ended.
        scene.clock.advance(by: Int64(round) * 1_000)
        killThisProcess(within: 300_000)
        for _ in 0..<3 {
          tasks.addTask {
            while true {
              _ = try await scene.store.fillNews(at: scene.clock.now)
              for mail in try await scene.claim([.news], limit: 5, lease: 1_000) {
                tell("\(Line.handedOver) \(mail.mail.email)")
                try await scene.store.settle(
                  mail, .accepted(answer: nil), at: scene.clock.now)
              }
            }
          }
        }
        for try await _ in tasks {}
      }
    }
  }

  /// One write of the system, complete when it returns, whatever happens to the process.
  private static func tell(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    precondition(write(STDOUT_FILENO, bytes, bytes.count) == bytes.count, "a pipe takes a line")
  }

  private static func killThisProcess(within microseconds: useconds_t) {
    Thread.detachNewThread {
      usleep(.random(in: 0...microseconds))
      kill(getpid(), SIGKILL)
    }
  }

  private static func verify(
    _ acknowledged: Acknowledged, in files: TemporaryDatabase
  ) async throws {
    try await Scene.with(files.engine, files: files) { scene in
      #expect(try await scene.store.recount().isEmpty)
      #expect(
        try await scene.number("SELECT COUNT(*) FROM outbox") >= acknowledged.signedCount)
      #expect(
        try await scene.number(
          """
          SELECT (SELECT COUNT(*) FROM pending_signature) + (SELECT COUNT(*) FROM signature)
            - (SELECT COUNT(*) FROM outbox WHERE kind = 'confirm')
          """) == 0)
      // Who was counted is thanked, also when the process ended between two commits.
      #expect(
        try await scene.mailCount(.thanks) == scene.signatureCount())
      let found = try await scene.database.read { transaction in
        try transaction.query("SELECT petition_id, ordinal, confirm_hash FROM signature").map {
          Acknowledged.Confirmed(
            petition: try $0.get(0), ordinal: try $0.get(1), confirmHash: try $0.get(2))
        }
      }
      #expect(Set(found).count == found.count)
      #expect(acknowledged.confirmed.subtracting(found).isEmpty)
    }
  }
}

/// What the processes were told before they were killed.
private struct Acknowledged {
  struct Confirmed: Hashable {
    let petition: Int64
    let ordinal: Int
    let confirmHash: [UInt8]
  }

  var signedCount = 0
  var confirmed: Set<Confirmed> = []

  mutating func add(_ output: [UInt8]) {
    for line in output.split(separator: UInt8(ascii: "\n")) {
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      if words == [Substring(KillTests.Line.signed)] {
        signedCount += 1
      } else if words.first == Substring(KillTests.Line.confirmed), words.count == 4,
        let petition = Int64(words[1]), let ordinal = Int(words[2]),
        let link = SignatureSecret(token: words[3])
      {
        confirmed.insert(
          Confirmed(petition: petition, ordinal: ordinal, confirmHash: link.confirmHash))
      }
    }
  }
}
