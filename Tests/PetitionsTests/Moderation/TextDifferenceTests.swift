import Petitions
import TestSupport
import Testing

@Suite struct TextDifferenceTests {
  private typealias Run = TextDifference.Run

  @Test(arguments: [
    ("", "", ""),
    ("same", "same", "same"),
    ("", "new", "+new+"),
    ("old", "", "-old-"),
    ("Free the prisoners.", "Free all prisoners.", "Free -the-+all+ prisoners."),
    ("Free the men now", "Free her", "Free -the men now-+her+"),
    ("one two three", "one three", "one -two -three"),
    ("one three", "one two three", "one +two +three"),
    ("It's done", "It's not done", "It's +not +done"),
    ("naïve plan", "naive plan", "-naïve-+naive+ plan"),
    ("释放所有人", "释放政治犯", "释放-所有人-+政治犯+"),
    ("မြန်မာပြည်", "မြန်မာ", "မြန်မာ-ပြည်-"),
    ("a\nb\nc", "a\nc", "a\n-b\n-c"),
    ("قبل السلام", "بعد السلام", "-قبل-+بعد+ السلام"),
  ])
  func `words that changed stand out, the rest is kept`(old: String, new: String, marked: String) {
    #expect(Self.marked(TextDifference(from: old, to: new)) == marked)
  }

  @Test(arguments: 0..<200)
  func `both texts can be read off any difference, whatever the limit of steps`(seed: Int) {
    let bytes = SeededBytes(seed: UInt64(seed)).next(400)
    let old = Self.text(bytes[0..<Int(bytes[0]) / 2 + 1])
    let new =
      seed.isMultiple(of: 2)
      ? Self.text(bytes[200..<(200 + Int(bytes[1]) / 2)])
      : Self.text(bytes[0..<Int(bytes[0]) / 3 + 1]) + "end " + Self.text(bytes[60..<90])
    for limit in [0, 10, 100, 1_000, TextDifference.stepLimit] {
      let difference = TextDifference(from: old, to: new, stepLimit: limit)
      #expect(difference.old == old)
      #expect(difference.new == new)
      #expect(difference.isEmpty == (old == new))
      for (run, next) in zip(difference.runs, difference.runs.dropFirst()) {
        #expect(run.change != next.change)
        #expect((run.change, next.change) != (.added, .removed))
      }
      #expect(difference.runs.allSatisfy { !$0.text.isEmpty })
    }
  }

  @Test(arguments: 0..<100)
  func `no difference keeps less than the longest common part, found by the slow way`(seed: Int) {
    let bytes = SeededBytes(seed: UInt64(1_000 + seed)).next(80)
    // Every token a single character, so that islands of spaces play no part.
    let old = bytes[0..<Int(bytes[0]) % 40].map { ",;:."[Int($0 % 4)] }
    let new = bytes[40..<(40 + Int(bytes[1]) % 40)].map { ",;:."[Int($0 % 4)] }
    let difference = TextDifference(from: old.joined(), to: new.joined())
    let kept = difference.runs.filter { $0.change == .kept }.map(\.text.utf8.count).reduce(0, +)
    #expect(kept == Self.longestCommonLength(old, new))
  }

  @Test func `texts that differ too much for words are compared by lines`() {
    let old = (0..<400).map { "alpha\($0) beta\($0) gamma\($0)\n" }.joined() + "The end.\n"
    let new = (0..<400).map { "delta\($0) epsilon\($0) zeta\($0)\n" }.joined() + "The end.\n"
    let difference = TextDifference(from: old, to: new, stepLimit: 400_000)
    #expect(difference.runs.map(\.change) == [.removed, .added, .kept])
    #expect(difference.runs.last?.text == "The end.\n")
  }

  @Test func `the largest texts that nothing connects are compared in little time`() {
    let old = (0..<6_000).map { "a\($0)" }.joined(separator: " ")
    let new = (0..<6_000).map { "b\($0)" }.joined(separator: "\n")
    let clock = ContinuousClock()
    let time = clock.measure {
      #expect(TextDifference(from: old, to: new).runs == [Run(.removed, old), Run(.added, new)])
    }
    #expect(time < .seconds(5))
  }

  private static func marked(_ difference: TextDifference) -> String {
    difference.runs.map { run in
      switch run.change {
      case .kept: run.text
      case .removed: "-" + run.text + "-"
      case .added: "+" + run.text + "+"
      }
    }.joined()
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    let tokens = ["a", "b", "letter ", " ", "\n", ".", "é", "自", "word ", "the "]
    return bytes.map { tokens[Int($0) % tokens.count] }.joined()
  }

  private static func longestCommonLength(_ old: [String], _ new: [String]) -> Int {
    var lengths = Array(repeating: 0, count: new.count + 1)
    for token in old {
      var diagonal = 0
      for (index, other) in new.enumerated() {
        let above = lengths[index + 1]
        lengths[index + 1] =
          token == other ? diagonal + 1 : max(lengths[index + 1], lengths[index])
        diagonal = above
      }
    }
    return lengths[new.count]
  }
}

extension String {
  fileprivate subscript(_ offset: Int) -> String {
    String(self[index(startIndex, offsetBy: offset)])
  }
}
