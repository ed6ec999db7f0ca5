import CSodium
import Synchronization

/// A block of libsodium's guarded heap, zeros at first and wiped at the end.
final class GuardedMemory: @unchecked Sendable {
  // Sendable: written only before SecretKey's initialiser returns, read-only afterwards.
  let address: UnsafeMutablePointer<UInt8>
  let count: Int

  init(count: Int) {
    self.count = count
    if count == Spare.count, let spare = spares.withLock({ $0.popLast() }) {
      address = spare.address
      return
    }
    Sodium.start
    guard let memory = sodium_malloc(count) else {
      // As for Swift's own allocations, running out of memory ends the process.
      fatalError("no memory for a key")
    }
    address = memory.bindMemory(to: UInt8.self, capacity: count)
    sodium_memzero(address, count)
  }

  deinit {
    if count == Spare.count {
      sodium_memzero(address, count)
      let spare = Spare(address: address)
      let isKept = spares.withLock { spares in
        guard spares.count < Spare.limit else { return false }
        spares.append(spare)
        return true
      }
      if isKept { return }
    }
    // Wipes the bytes first.
    sodium_free(address)
  }
}

/// A wiped block of the usual size, kept for the next key: a new one takes several system calls.
private struct Spare: @unchecked Sendable {
  static let count = 32
  static let limit = 64

  // Sendable: the list gives each block to one owner only, who alone knows the address.
  let address: UnsafeMutablePointer<UInt8>
}

private let spares = Mutex<[Spare]>([])
