/// The longest common subsequence of two sequences, in space that grows with their length only.
///
/// Myers, "An O(ND) Difference Algorithm and Its Variations", 1986, section 4b.
struct EditScript {
  private let old: [Int]
  private let new: [Int]
  private var stepsLeft: Int
  /// The furthest places on each diagonal, from the begin and from the end.
  private var forward: [Int]
  private var backward: [Int]
  private var kept: [(Int, Int)] = []

  /// - Parameter stepLimit: how many diagonals may be looked at, and how many equal elements.
  init(_ old: [Int], _ new: [Int], stepLimit: Int) {
    self.old = old
    self.new = new
    stepsLeft = stepLimit
    let diagonals = 2 * (old.count + new.count) + 3
    forward = Array(repeating: 0, count: diagonals)
    backward = Array(repeating: 0, count: diagonals)
  }

  /// The pairs of indices of what both have, rising; nil where it takes more steps than allowed.
  mutating func commonIndices() -> [(Int, Int)]? {
    kept = []
    // What is still to be compared; a list, since a recursion could be as deep as the texts differ.
    var waiting = [Box(old: 0..<old.count, new: 0..<new.count)]
    while let box = waiting.popLast() {
      var rest = box
      keepBegin(of: &rest)
      keepEnd(of: &rest)
      if rest.old.isEmpty || rest.new.isEmpty { continue }
      guard let middle = middle(of: rest) else { return nil }
      waiting.append(
        Box(
          old: rest.old.lowerBound..<middle.old.lowerBound,
          new: rest.new.lowerBound..<middle.new.lowerBound))
      waiting.append(
        Box(
          old: middle.old.upperBound..<rest.old.upperBound,
          new: middle.new.upperBound..<rest.new.upperBound))
      for (oldIndex, newIndex) in zip(middle.old, middle.new) { kept.append((oldIndex, newIndex)) }
    }
    return stepsLeft < 0 ? nil : kept.sorted { $0 < $1 }
  }

  /// A part of the one sequence against a part of the other.
  private struct Box {
    var old: Range<Int>
    var new: Range<Int>
  }

  private mutating func keepBegin(of box: inout Box) {
    while let first = box.old.first, let other = box.new.first, old[first] == new[other] {
      kept.append((first, other))
      stepsLeft -= 1
      box.old.removeFirst()
      box.new.removeFirst()
    }
  }

  private mutating func keepEnd(of box: inout Box) {
    while let last = box.old.last, let other = box.new.last, old[last] == new[other] {
      kept.append((last, other))
      stepsLeft -= 1
      box.old.removeLast()
      box.new.removeLast()
    }
  }

  /// Equal elements, maybe none, that a shortest script passes halfway; nil where it takes too long.
  private mutating func middle(of box: Box) -> Box? {
    let (width, height) = (box.old.count, box.new.count)
    let zero = width + height + 1
    let delta = width - height
    forward[zero + 1] = 0
    backward[zero + 1] = 0
    for edits in 0...(width + height + 1) / 2 {
      stepsLeft -= 2 * edits + 2
      guard stepsLeft >= 0 else { return nil }
      for diagonal in stride(from: -edits, through: edits, by: 2) {
        let start = place(in: forward, diagonal, edits, zero)
        let end = slide(box, from: start, diagonal)
        forward[zero + diagonal] = end
        let other = delta - diagonal
        if !delta.isMultiple(of: 2), abs(other) <= edits - 1,
          end + backward[zero + other] >= width
        {
          return snake(box, start..<end, diagonal)
        }
      }
      for diagonal in stride(from: -edits, through: edits, by: 2) {
        let start = place(in: backward, diagonal, edits, zero)
        let end = slideBack(box, from: start, diagonal)
        backward[zero + diagonal] = end
        let other = delta - diagonal
        if delta.isMultiple(of: 2), abs(other) <= edits, end + forward[zero + other] >= width {
          return snake(box, (width - end)..<(width - start), other)
        }
      }
    }
    return nil
  }

  /// Where the path of so many edits comes onto a diagonal.
  private func place(in reached: [Int], _ diagonal: Int, _ edits: Int, _ zero: Int) -> Int {
    let below = diagonal == -edits
    let above = diagonal == edits
    if below || !above && reached[zero + diagonal - 1] < reached[zero + diagonal + 1] {
      return reached[zero + diagonal + 1]
    }
    return reached[zero + diagonal - 1] + 1
  }

  private mutating func slide(_ box: Box, from start: Int, _ diagonal: Int) -> Int {
    var x = start
    while x < box.old.count, x - diagonal < box.new.count,
      x >= 0, x - diagonal >= 0,
      old[box.old.lowerBound + x] == new[box.new.lowerBound + x - diagonal]
    {
      x += 1
    }
    stepsLeft -= x - start
    return x
  }

  private mutating func slideBack(_ box: Box, from start: Int, _ diagonal: Int) -> Int {
    var x = start
    while x < box.old.count, x - diagonal < box.new.count,
      x >= 0, x - diagonal >= 0,
      old[box.old.upperBound - 1 - x] == new[box.new.upperBound - 1 - (x - diagonal)]
    {
      x += 1
    }
    stepsLeft -= x - start
    return x
  }

  private func snake(_ box: Box, _ places: Range<Int>, _ diagonal: Int) -> Box {
    let (oldStart, newStart) = (box.old.lowerBound, box.new.lowerBound - diagonal)
    return Box(
      old: oldStart + places.lowerBound..<oldStart + places.upperBound,
      new: newStart + places.lowerBound..<newStart + places.upperBound)
  }
}
