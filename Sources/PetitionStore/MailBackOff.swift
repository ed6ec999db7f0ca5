/// How long a mail that was not taken waits before it is tried again.
enum MailBackOff {
  private static let shortest: Int64 = 60_000
  private static let longest: Int64 = 3_600_000

  /// Doubles from a minute to an hour, a quarter more or less, so that not all come again at once.
  ///
  /// - Parameters:
  ///   - tries: how often it was tried; at least 1.
  ///   - random: random bytes.
  /// - Returns: milliseconds.
  static func delay(afterTries tries: Int, random: (Int) -> [UInt8]) -> Int64 {
    let delay = min(shortest << Int64(min(tries - 1, 10)), longest)
    let drawn = random(2).reduce(0 as Int64) { $0 << 8 | Int64($1) }
    return delay * 3 / 4 + delay / 2 * drawn / 0xffff
  }
}
