import Petitions
import Testing

@Suite struct PeopleDecisionTests {
  private static func account(
    _ role: Role = .moderator, id: Int64 = 1, isSuspended: Bool = false
  ) -> Account {
    Account(
      id: Account.ID(rawValue: id), name: "Nadia Kamal Sabah", email: "nadia.kamal@example.org",
      role: role, isSuspended: isSuspended, createdAt: 0)
  }

  @Test(
    arguments: [
      ("", "", .missing), ("elevenchars", "elevenchars", .tooShort),
      ("abcabcabcabcabc", "abcabcabcabcabc", .tooSimple),
      ("nadia.kamal@EXAMPLE.org", "nadia.kamal@EXAMPLE.org", .isKnown),
      ("nadia kamal sabah", "nadia kamal sabah", .isKnown),
      ("twelve chars", "twelve char", .different), ("twelve chars", "twelve chars", nil),
      // Characters, not bytes; and 257 bytes of few characters.
      ("мой пароль 7", "мой пароль 7", nil),
      (
        String(repeating: "abcdefgh", count: 32) + "i",
        String(repeating: "abcdefgh", count: 32) + "i", .tooLong
      ),
      (String(repeating: "abcdefgh", count: 32), String(repeating: "abcdefgh", count: 32), nil),
      ("  spaces at ends  ", "spaces at ends", .different),
    ] as [(String, String, NewPassword.Problem?)])
  func `a password is long, not too simple, and typed twice alike`(
    typed: String, again: String, problem: NewPassword.Problem?
  ) {
    let found: NewPassword.Problem?
    do throws(NewPassword.Problem) {
      _ = try NewPassword(typed: typed, again: again, of: Self.account())
      found = nil
    } catch {
      found = error
    }
    #expect(found == problem)
  }

  @Test func `a password is the same however its accents are composed`() throws {
    let composed = try NewPassword(
      typed: "caf\u{e9} im garten", again: "cafe\u{301} im garten", of: Self.account())
    #expect(composed.bytes == NewPassword.bytes(of: "cafe\u{301} im garten"))
    #expect(NewPassword.bytes(of: String(repeating: "x", count: 257)) == nil)
  }

  @Test func `the wait doubles up to its longest, and ends`() {
    let delay = TryDelay()
    let waits = (0...200).map { delay.nextTry(after: $0, last: 1_000) - 1_000 }
    #expect(waits[..<5].allSatisfy { $0 == 0 })
    #expect(Array(waits[5...8]) == [2_000, 4_000, 8_000, 16_000])
    #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(waits.last == delay.longestWait)
    #expect(delay.counted(9, last: 0, at: delay.memory) == 9)
    #expect(delay.counted(9, last: 0, at: delay.memory + 1) == 0)
  }

  @Test(
    arguments: [
      (.role(.reviewer), .moderator, false, 1, 0, nil),
      (.role(.moderator), .moderator, false, 1, 1, .unchanged),
      (.role(.reviewer), .administrator, false, 1, 0, .lastAdministrator),
      (.role(.reviewer), .administrator, false, 1, 1, nil),
      (.role(.reviewer), .administrator, true, 1, 0, nil),
      (.suspend, .administrator, false, 1, 0, .lastAdministrator),
      (.suspend, .moderator, true, 1, 1, .unchanged), (.suspend, .moderator, false, 1, 0, nil),
      (.resume, .moderator, false, 1, 1, .unchanged), (.resume, .moderator, true, 1, 0, nil),
      (.reset, .administrator, false, 1, 0, nil),
      (.role(.reviewer), .administrator, false, 2, 1, .yourself),
      (.reset, .administrator, false, 2, 1, .yourself),
    ] as [(PersonChange, Role, Bool, Int64, Int, PersonChange.Problem?)])
  func `nobody takes away their own rights, nor those of the last administrator`(
    change: PersonChange, role: Role, isSuspended: Bool, id: Int64, others: Int,
    problem: PersonChange.Problem?
  ) {
    let found: PersonChange.Problem?
    do throws(PersonChange.Problem) {
      try change.check(
        Self.account(role, id: id, isSuspended: isSuspended), by: Account.ID(rawValue: 2),
        otherAdministrators: others)
      found = nil
    } catch {
      found = error
    }
    #expect(found == problem)
  }
}
