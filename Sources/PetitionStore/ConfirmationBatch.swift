import Cryptography
import Petitions
import SQLDatabase

/// One press of the button.
struct ConfirmationRequest: Sendable {
  let confirmHash: [UInt8]
  let confirmedAt: Int64
}

/// Confirms many pending signatures in one transaction: ordinals, rows, counters.
struct ConfirmationBatch {
  let personKey: SecretKey
  let random: @Sendable (Int) -> [UInt8]

  func apply(
    _ requests: [ConfirmationRequest], in transaction: any Transaction
  ) throws -> [ConfirmationOutcome] {
    try lockPetitions(of: requests, in: transaction)
    let waiting = try pendingRows(of: requests, in: transaction)
    let settled = try ordinals(of: requests, in: transaction)
    let known = try ordinalsOfAddresses(of: waiting, in: transaction)
    var petitions: [Int64: PetitionCount] = [:]
    var additions: [(pending: PendingRow, ordinal: Int, request: ConfirmationRequest)] = []
    var outcomes: [ConfirmationOutcome] = []
    for (index, request) in requests.enumerated() {
      guard let pending = waiting[index], pending.expiresAt > request.confirmedAt else {
        outcomes.append(settled[index].map { .confirmed(ordinal: $0) } ?? .unknown)
        continue
      }
      var petition =
        try petitions[pending.petition]
        ?? PetitionCount(petition: pending.petition, in: transaction)
      let decision = ConfirmationDecision(
        isOpen: petition.isOpen(at: request.confirmedAt),
        ordinalOfAddress: petition.added[pending.duplicateKey] ?? known[index],
        lastOrdinal: petition.confirmed)
      switch decision {
      case .petitionClosed:
        outcomes.append(.petitionClosed)
      case .alreadyCounted(let ordinal):
        // The same link pressed twice at once is in one batch; another link of the same address is
        // not the one that was counted.
        let isSameLink = petition.addedLinks[request.confirmHash] == ordinal
        outcomes.append(isSameLink ? .confirmed(ordinal: ordinal) : .signedBefore)
      case .count(let ordinal):
        additions.append((pending, ordinal, request))
        petition.add(pending, link: request.confirmHash, at: request.confirmedAt)
        outcomes.append(.confirmed(ordinal: ordinal))
      }
      petitions[pending.petition] = petition
    }
    try add(additions, in: transaction)
    // In one order, so that nodes that write the same numbers do not wait in a circle.
    for petition in petitions.values.sorted(by: { $0.petition < $1.petition }) {
      try petition.write(in: transaction)
    }
    return outcomes
  }

  private func add(
    _ additions: [(pending: PendingRow, ordinal: Int, request: ConfirmationRequest)],
    in transaction: any Transaction
  ) throws {
    try RowInsertion.signature.write(
      additions.map { pending, ordinal, request in
        try values(
          of: pending, ordinal: ordinal, link: request.confirmHash, at: request.confirmedAt)
      }, in: transaction)
    // Other links of the same address have nothing left to confirm.
    try transaction.execute(
      "DELETE FROM pending_signature WHERE petition_id = $1 AND duplicate_key = $2",
      each: additions.map { [$0.pending.petition, $0.pending.duplicateKey] })
  }

  /// The values of a confirmed signature, for ``RowInsertion/signature``.
  func values(
    of pending: PendingRow, ordinal: Int, link: [UInt8], at now: Int64
  ) throws -> [any ValueConvertible] {
    let open = try openedParts(of: pending, link: link)
    return [
      pending.petition, ordinal, SignatureState.standing.rawValue, pending.wordingVersion, link,
      pending.duplicateKey,
      pending.commitment, pending.withdrawalHash, pending.audience.rawValue, pending.country,
      pending.wantsUpdates, open.name, open.reason, open.person,
      now / PetitionCount.hour * PetitionCount.hour,
    ]
  }

  /// A public name leaves the seal; an address stays sealed only for those who asked for updates.
  private func openedParts(
    of pending: PendingRow, link: [UInt8]
  ) throws -> (name: String?, reason: String?, person: [UInt8]?) {
    guard pending.audience == .public || !pending.wantsUpdates else {
      return (nil, nil, pending.person)
    }
    let isPublic = pending.audience == .public
    var person = try PersonRecord(sealed: pending.person, key: personKey, row: link)
    let name = isPublic ? person.name : nil
    let reason = isPublic && !person.reason.isEmpty ? person.reason : nil
    if pending.wantsUpdates { return (name, reason, pending.person) }
    if isPublic { return (name, reason, nil) }
    person.email = ""
    return (nil, nil, person.sealed(key: personKey, row: link, nonce: random(24)))
  }

  /// Before anything is read that decides: what another transaction settles meanwhile must be seen.
  private func lockPetitions(
    of requests: [ConfirmationRequest], in transaction: any Transaction
  ) throws {
    guard transaction.dialect == .postgresql else { return }
    let petitions = try transaction.query(
      "SELECT petition_id FROM pending_signature WHERE confirm_hash = $1",
      each: requests.map { [$0.confirmHash] }
    ).compactMap { try $0.first?.get(0) as Int64? }
    try PetitionLock.toConfirm.take(Set(petitions), in: transaction)
  }

  /// The pending rows of the requests, in their order.
  private func pendingRows(
    of requests: [ConfirmationRequest], in transaction: any Transaction
  ) throws -> [PendingRow?] {
    try transaction.query(
      """
      SELECT petition_id, wording_version, duplicate_key, commitment, withdrawal_hash, audience,
        country, wants_updates, person, expires_at
      FROM pending_signature
      WHERE confirm_hash = $1
      """,
      each: requests.map { [$0.confirmHash] }
    ).map { try $0.first.map(PendingRow.init) }
  }

  /// The ordinals of requests that were confirmed earlier.
  private func ordinals(
    of requests: [ConfirmationRequest], in transaction: any Transaction
  ) throws -> [Int?] {
    try transaction.query(
      "SELECT ordinal FROM signature WHERE confirm_hash = $1",
      each: requests.map { [$0.confirmHash] }
    ).map { try $0.first?.get(0) }
  }

  /// The ordinals that the addresses of pending rows have in their petitions already.
  private func ordinalsOfAddresses(
    of pending: [PendingRow?], in transaction: any Transaction
  ) throws -> [Int?] {
    let found = try transaction.query(
      "SELECT ordinal FROM signature WHERE petition_id = $1 AND duplicate_key = $2",
      each: pending.compactMap { row in row.map { [$0.petition, $0.duplicateKey] } })
    var next = found.makeIterator()
    return try pending.map { row in
      guard row != nil else { return nil }
      return try next.next()?.first?.get(0)
    }
  }
}

/// A row of the table of pending signatures.
struct PendingRow {
  let petition: Int64
  let wordingVersion: Int
  let duplicateKey: [UInt8]
  let commitment: [UInt8]
  let withdrawalHash: [UInt8]
  let audience: Audience
  let country: String?
  let wantsUpdates: Bool
  let person: [UInt8]
  let expiresAt: Int64
}

extension PendingRow {
  init(_ row: Row) throws {
    petition = try row.get(0)
    wordingVersion = try row.get(1)
    duplicateKey = try row.get(2)
    commitment = try row.get(3)
    withdrawalHash = try row.get(4)
    audience = try row.audience(5)
    country = try row.get(6)
    wantsUpdates = try row.get(7)
    person = try row.get(8)
    expiresAt = try row.get(9)
  }
}
