import Cryptography
import Petitions
import SQLDatabase

/// A code that was typed for an address.
struct CodeRequest: Sendable {
  let petition: Petition.ID
  let duplicateKey: [UInt8]
  /// The digits.
  let code: String

  /// - Parameter typed: digits of any script, with blanks or hyphens between them.
  init(petition: Petition.ID, duplicateKey: [UInt8], typed: String) {
    self.petition = petition
    self.duplicateKey = duplicateKey
    // No more than are needed to tell that there are too many.
    code = typed.unicodeScalars.lazy.compactMap { scalar in
      scalar.properties.numericType == .decimal
        ? scalar.properties.numericValue.map { String(Int($0)) } : nil
    }.prefix(9).joined()
  }
}

/// Finds the pending signature that a code belongs to, and counts wrong codes where it looks.
///
/// The caller holds the lock of the petition, so nobody else tries codes of it meanwhile.
struct CodeCheck {
  let secret: SiteSecret
  let limits: StoreLimits

  /// By what the signature is found that a code belongs to; nil for a code that is not accepted.
  ///
  /// A right code changes nothing: it can be typed again until it is too old.
  ///
  /// - Parameter now: UTC milliseconds.
  func confirmHash(
    of request: CodeRequest, at now: Int64, in transaction: any Transaction
  ) throws -> [UInt8]? {
    let codes = try LiveCodes(of: request, at: now, in: transaction)
    guard codes.canBeTried(limits) else { return nil }
    if let hash = codes.confirmHash(of: request.code, secret) { return hash }
    try transaction.execute(
      "UPDATE pending_signature SET code_tries = code_tries + 1 WHERE confirm_hash = $1",
      codes.newest)
    return nil
  }

  /// The codes that an address can type for a petition now.
  private struct LiveCodes {
    /// The row that counts the tries.
    private(set) var newest: [UInt8] = []
    private var tries = 0
    private var codes: [(confirmHash: [UInt8], codeHash: [UInt8])] = []

    init(of request: CodeRequest, at now: Int64, in transaction: any Transaction) throws {
      let rows = try transaction.query(
        """
        SELECT confirm_hash, code_hash, code_tries, code_expires_at
        FROM pending_signature
        WHERE petition_id = $1 AND duplicate_key = $2 AND code_hash IS NOT NULL
          AND code_expires_at > $3 AND expires_at > $3
        """, request.petition.rawValue, request.duplicateKey, now)
      var newestEnd = Int64.min
      for row in rows {
        let hash: [UInt8] = try row.get(0)
        codes.append((hash, try row.get(1)))
        tries += try row.get(2)
        let end: Int64 = try row.get(3)
        if end > newestEnd { (newest, newestEnd) = (hash, end) }
      }
    }

    func canBeTried(_ limits: StoreLimits) -> Bool { !codes.isEmpty && tries < limits.codeTries }

    func confirmHash(of code: String, _ secret: SiteSecret) -> [UInt8]? {
      // All are compared, so that the time does not tell how many there are before the right one.
      codes.filter {
        isEqualInConstantTime(secret.codeHash(code, confirmHash: $0.confirmHash), $0.codeHash)
      }.first?.confirmHash
    }
  }
}
