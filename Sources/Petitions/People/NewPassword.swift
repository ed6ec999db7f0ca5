import Foundation

/// A password that somebody chose, as it is hashed: composed (NFC), and otherwise as it was typed.
///
/// Length is what makes it strong; no mixture of letters and signs is asked for (NIST SP 800-63B,
/// section 3.1.1.2).
public struct NewPassword: Sendable {
  /// The fewest characters.
  public static let leastCharacters = 12
  /// The most bytes.
  public static let byteLimit = 256
  /// The fewest different characters.
  public static let leastDifferent = 5

  /// What is hashed.
  public let bytes: [UInt8]

  /// Why a password was not taken.
  public enum Problem: Error, Sendable, Hashable, CaseIterable {
    case missing
    case tooShort
    case tooLong
    /// The same few characters over and over.
    case tooSimple
    /// What somebody who guesses tries first: the person's address or name.
    case isKnown
    /// It was typed in two ways.
    case different
  }

  /// Checks what was typed twice.
  public init(typed: String, again: String, of account: Account) throws(Problem) {
    guard !typed.isEmpty else { throw .missing }
    guard let bytes = Self.bytes(of: typed) else { throw .tooLong }
    guard Self.characterCount(of: typed) >= Self.leastCharacters else { throw .tooShort }
    guard Set(typed.lowercased()).count >= Self.leastDifferent else { throw .tooSimple }
    let known = [account.email, account.name].map { $0.lowercased() }
    guard !known.contains(typed.lowercased()) else { throw .isKnown }
    guard Self.bytes(of: again) == bytes else { throw .different }
    self.bytes = bytes
  }

  /// The bytes of a password that is typed to sign in; nil for one that nobody can have.
  public static func bytes(of typed: String) -> [UInt8]? {
    guard typed.utf8.count <= byteLimit else { return nil }
    let bytes = Array(typed.precomposedStringWithCanonicalMapping.utf8)
    return bytes.count <= byteLimit ? bytes : nil
  }

  /// Scalars, since one character may be any number of them.
  private static func characterCount(of typed: String) -> Int {
    typed.precomposedStringWithCanonicalMapping.unicodeScalars.count
  }
}
