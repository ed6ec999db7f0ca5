/// Values in memory up to a size, of which those go first that were not used for long.
///
/// There are two halves. What is used lies in the recent one, or moves there; when that one is full it
/// becomes the older one, and what was still in that is let go. So nothing is ever sorted or searched.
struct RecentValues<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// A half, for whoever wants to let it go outside of a lock.
  struct Half: Sendable {
    fileprivate struct Item: Sendable {
      let value: Value
      var cost: Int
    }

    fileprivate var items: [Key: Item] = [:]
    fileprivate var cost = 0

    fileprivate mutating func insert(_ value: Value, cost: Int, for key: Key) {
      remove(key)
      items[key] = Item(value: value, cost: cost)
      self.cost += cost
    }

    @discardableResult
    fileprivate mutating func remove(_ key: Key) -> Value? {
      guard let item = items.removeValue(forKey: key) else { return nil }
      cost -= item.cost
      return item.value
    }
  }

  private var recent = Half()
  private var older = Half()
  private let limit: Int
  private let costOf: @Sendable (Value) -> Int

  /// - Parameters:
  ///   - limit: what all values may cost together.
  ///   - cost: what a value costs now; asked again whenever it is used.
  init(limit: Int, cost: @escaping @Sendable (Value) -> Int) {
    self.limit = limit
    costOf = cost
  }

  /// What all values cost, as far as known.
  var cost: Int { recent.cost + older.cost }

  /// The value of a key, which counts as a use.
  mutating func value(_ key: Key) -> Value? {
    if let index = recent.items.index(forKey: key) {
      let item = recent.items.values[index]
      let cost = costOf(item.value)
      if cost != item.cost {
        recent.cost += cost - item.cost
        recent.items.values[index].cost = cost
      }
      return item.value
    }
    guard let value = older.remove(key) else { return nil }
    set(value, for: key)
    return value
  }

  /// Keeps a value, unless it alone costs more than a half.
  ///
  /// - Returns: what was let go.
  @discardableResult
  mutating func set(_ value: Value, for key: Key) -> Half {
    older.remove(key)
    let cost = costOf(value)
    guard cost <= limit / 2 else {
      recent.remove(key)
      return Half()
    }
    recent.insert(value, cost: cost, for: key)
    guard recent.cost > limit / 2 else { return Half() }
    let dropped = older
    // The newest value is what filled the half, and what is wanted now.
    recent.remove(key)
    older = recent
    recent = Half()
    recent.insert(value, cost: cost, for: key)
    return dropped
  }
}
