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

/// Finds the pending signatures that codes belong to, and counts wrong codes where it looks.
///
/// The caller holds the lock of each petition, so nobody else tries codes of it meanwhile.
struct CodeCheck {
  let secret: SiteSecret
  let limits: StoreLimits

  /// The links of requests, in their order; nil for a code that is not accepted.
  func links(
    of requests: [ConfirmationRequest], in transaction: any Transaction
  ) throws -> [SignatureLink?] {
    var addresses: [Address: LiveCodes] = [:]
    let links = try requests.map { request -> SignatureLink? in
      switch request.proof {
      case .link(let link): return link
      case .code(let code):
        let address = Address(petition: code.petition, duplicateKey: code.duplicateKey)
        var codes =
          try addresses[address]
          ?? LiveCodes(of: address, at: request.confirmedAt, in: transaction)
        defer { addresses[address] = codes }
        return codes.take(code.code, secret, limits: limits).map {
          SignatureLink(confirmHash: $0, token: "")
        }
      }
    }
    try transaction.execute(
      "UPDATE pending_signature SET code_tries = code_tries + $1 WHERE confirm_hash = $2",
      each: addresses.values.filter { $0.wrongTries > 0 }.map { [$0.wrongTries, $0.newest] })
    return links
  }

  private struct Address: Hashable {
    let petition: Petition.ID
    let duplicateKey: [UInt8]
  }

  /// The codes that an address can type for a petition now.
  private struct LiveCodes {
    private(set) var wrongTries = 0
    /// The row that counts the tries.
    private(set) var newest: [UInt8] = []
    private var tries = 0
    private var codes: [(confirmHash: [UInt8], codeHash: [UInt8])] = []

    init(of address: Address, at now: Int64, in transaction: any Transaction) throws {
      let rows = try transaction.query(
        """
        SELECT confirm_hash, code_hash, code_tries, code_expires_at
        FROM pending_signature
        WHERE petition_id = $1 AND duplicate_key = $2 AND code_hash IS NOT NULL
          AND code_expires_at > $3 AND expires_at > $3
        """, address.petition.rawValue, address.duplicateKey, now)
      var newestEnd = Int64.min
      for row in rows {
        let hash: [UInt8] = try row.get(0)
        codes.append((hash, try row.get(1)))
        tries += try row.get(2)
        let end: Int64 = try row.get(3)
        if end > newestEnd { (newest, newestEnd) = (hash, end) }
      }
    }

    /// - Returns: by what the signature is found that the code belongs to.
    mutating func take(_ code: String, _ secret: SiteSecret, limits: StoreLimits) -> [UInt8]? {
      guard !codes.isEmpty, tries < limits.codeTries else { return nil }
      // All are compared, so that the time does not tell how many there are before the right one.
      let right = codes.filter {
        isEqualInConstantTime(secret.codeHash(code, confirmHash: $0.confirmHash), $0.codeHash)
      }
      guard let first = right.first else {
        tries += 1
        wrongTries += 1
        return nil
      }
      return first.confirmHash
    }
  }
}
