/// How one text became another, word by word.
///
/// Where texts differ so much that comparing words would take too long, lines are compared; where
/// that takes too long as well, the one text is removed and the other added as a whole.
public struct TextDifference: Sendable, Hashable {
  /// What became of a run of text.
  public enum Change: String, Sendable, Hashable {
    case kept, removed, added
  }

  /// A piece of text that shares one fate; never empty.
  public struct Run: Sendable, Hashable {
    /// What became of it.
    public let change: Change
    /// The text.
    public let text: String

    /// A piece of text and its fate.
    public init(_ change: Change, _ text: String) {
      self.change = change
      self.text = text
    }
  }

  /// How many steps comparing two texts may take, a few milliseconds' worth.
  public static let stepLimit = 2_000_000

  /// The pieces in reading order; what was removed stands before what was added in its place.
  public let runs: [Run]

  /// Compares two texts.
  ///
  /// - Parameter stepLimit: how many steps each comparison may take.
  public init(from old: String, to new: String, stepLimit: Int = Self.stepLimit) {
    let pieces =
      (old == new ? [(.kept, old)] : nil)
      ?? Self.pieces(TextTokens.words(old), TextTokens.words(new), stepLimit)
      ?? Self.pieces(TextTokens.lines(old), TextTokens.lines(new), stepLimit)
      ?? [(.removed, old), (.added, new)]
    runs = Self.joined(Self.withoutIslands(pieces))
  }

  /// Whether the texts are the same.
  public var isEmpty: Bool { runs.allSatisfy { $0.change == .kept } }

  /// The text before.
  public var old: String { text(without: .added) }

  /// The text after.
  public var new: String { text(without: .removed) }

  private func text(without change: Change) -> String {
    runs.lazy.filter { $0.change != change }.map(\.text).joined()
  }

  /// The tokens with their fates; nil where it takes too long.
  private static func pieces(
    _ old: [String], _ new: [String], _ stepLimit: Int
  ) -> [(Change, String)]? {
    // Numbers compare faster than text.
    var numbers: [String: Int] = [:]
    func number(_ token: String) -> Int {
      if let number = numbers[token] { return number }
      let number = numbers.count
      numbers[token] = number
      return number
    }
    var script = EditScript(old.map(number), new.map(number), stepLimit: stepLimit)
    guard let kept = script.commonIndices() else { return nil }
    var pieces: [(Change, String)] = []
    var (oldIndex, newIndex) = (0, 0)
    for (keptOld, keptNew) in kept + [(old.count, new.count)] {
      pieces += old[oldIndex..<keptOld].map { (.removed, $0) }
      pieces += new[newIndex..<keptNew].map { (.added, $0) }
      if keptOld < old.count { pieces.append((.kept, old[keptOld])) }
      (oldIndex, newIndex) = (keptOld + 1, keptNew + 1)
    }
    return pieces
  }

  /// Lets a space alone between two changes be part of them, since nobody reads word by word.
  private static func withoutIslands(_ pieces: [(Change, String)]) -> [(Change, String)] {
    var result: [(Change, String)] = []
    for (index, piece) in pieces.enumerated() {
      let isInside = index > 0 && index + 1 < pieces.count
      if piece.0 == .kept, piece.1 == " ", isInside, pieces[index - 1].0 != .kept,
        pieces[index + 1].0 != .kept
      {
        result += [(.removed, " "), (.added, " ")]
      } else {
        result.append(piece)
      }
    }
    return result
  }

  /// Makes one run of each stretch of the same fate, what was removed first.
  private static func joined(_ pieces: [(Change, String)]) -> [Run] {
    var runs: [Run] = []
    var (kept, removed, added) = ("", "", "")
    func flush(_ change: Change, _ text: inout String) {
      if !text.isEmpty { runs.append(Run(change, text)) }
      text = ""
    }
    for (change, text) in pieces where !text.isEmpty {
      switch change {
      case .kept:
        flush(.removed, &removed)
        flush(.added, &added)
        kept += text
      case .removed:
        flush(.kept, &kept)
        removed += text
      case .added:
        flush(.kept, &kept)
        added += text
      }
    }
    flush(.kept, &kept)
    flush(.removed, &removed)
    flush(.added, &added)
    return runs
  }
}
