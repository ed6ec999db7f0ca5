import Cryptography
import Petitions
import SQLDatabase

/// One press of the button.
struct ConfirmationRequest: Sendable {
  let link: SignatureLink
  /// Where the button was pressed, where that is known.
  var network: NetworkOfDay?
  let confirmedAt: Int64
}

/// A link by which the store finds a signature.
struct SignatureLink: Sendable {
  let confirmHash: [UInt8]
  /// For the signer's own link in the mail that thanks; empty where nobody has it.
  let token: String
}

/// Confirms many pending signatures in one transaction: ordinals, rows, counters.
struct ConfirmationBatch {
  let secret: SiteSecret
  let limits: StoreLimits
  let random: @Sendable (Int) -> [UInt8]

  func apply(
    _ requests: [ConfirmationRequest], in transaction: any Transaction
  ) throws -> [ConfirmationOutcome] {
    try lockPetitions(of: requests, in: transaction)
    let links = requests.map(\.link)
    let waiting = try pendingRows(of: links, in: transaction)
    let settled = try ordinals(of: links, in: transaction)
    let known = try ordinalsOfAddresses(of: waiting, in: transaction)
    var petitions: [Int64: PetitionCount] = [:]
    var additions: [Addition] = []
    var outcomes: [ConfirmationOutcome] = []
    for (index, request) in requests.enumerated() {
      let link = request.link
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
        let isSameLink = petition.addedLinks[link.confirmHash] == ordinal
        outcomes.append(isSameLink ? .confirmed(ordinal: ordinal) : .signedBefore)
      case .count(let ordinal):
        additions.append(
          Addition(
            pending: pending, ordinal: ordinal, link: link, network: request.network,
            confirmedAt: request.confirmedAt,
            isThanked: !petition.isDiscreet))
        petition.add(pending, link: link.confirmHash, at: request.confirmedAt)
        outcomes.append(.confirmed(ordinal: ordinal))
      }
      petitions[pending.petition] = petition
    }
    try add(additions, in: transaction)
    // In one order, so that nodes that write the same numbers do not wait in a circle.
    for petition in petitions.values.sorted(by: { $0.petition < $1.petition }) {
      try petition.write(sourceLimit: limits.organising.sources, in: transaction)
    }
    return outcomes
  }

  /// A pending signature that is counted now.
  private struct Addition {
    let pending: PendingRow
    let ordinal: Int
    let link: SignatureLink
    let network: NetworkOfDay?
    let confirmedAt: Int64
    let isThanked: Bool
  }

  private func add(_ additions: [Addition], in transaction: any Transaction) throws {
    var thanks: [PreparedMail] = []
    // Drawn together, since each draw asks the system.
    let thankedCount = additions.count { $0.isThanked }
    var drawn = thankedCount == 0 ? [] : random(thankedCount * Self.drawnForThanks)[...]
    try RowInsertion.signature.write(
      additions.map { addition in
        let person = try PersonRecord(
          sealed: addition.pending.person, key: secret.personKey, row: addition.link.confirmHash)
        if addition.isThanked {
          thanks.append(
            self.thanks(addition, to: person.email, drawn.prefix(Self.drawnForThanks)))
          drawn = drawn.dropFirst(Self.drawnForThanks)
        }
        return values(
          of: addition.pending, person, ordinal: addition.ordinal, link: addition.link.confirmHash,
          at: addition.confirmedAt)
      }, in: transaction)
    let networks = additions.compactMap { addition in
      addition.network.map { [$0.day, addition.pending.petition, Int64(addition.ordinal), $0.tag] }
    }
    if !networks.isEmpty { try RowInsertion.signatureNetwork.write(networks, in: transaction) }
    // Other links of the same address have nothing left to confirm.
    try transaction.execute(
      "DELETE FROM pending_signature WHERE petition_id = $1 AND duplicate_key = $2",
      each: additions.map { [$0.pending.petition, $0.pending.duplicateKey] })
    try forgetReminders(
      additions.map { secret.addressTag(duplicateKey: $0.pending.duplicateKey) }, in: transaction)
    _ = try MailBatch(limits: limits).addWithinBudget(thanks, in: transaction)
  }

  /// Who has confirmed is not reminded any more.
  private func forgetReminders(
    _ addressTags: [[UInt8]], in transaction: any Transaction
  ) throws {
    switch transaction.dialect {
    case .sqlite:
      try transaction.execute(
        """
        DELETE FROM outbox
        WHERE address_tag = $1 AND kind = 'reminder' AND sealed IS NOT NULL
        """, each: addressTags.map { [$0] })
    case .postgresql:
      guard !addressTags.isEmpty else { return }
      try transaction.execute(
        """
        DELETE FROM outbox
        WHERE address_tag = ANY ($1::BYTEA[]) AND kind = 'reminder' AND sealed IS NOT NULL
        """, ArrayValue.blobs(addressTags))
    }
  }

  /// A name and a nonce.
  private static let drawnForThanks = 16 + AEAD.nonceCount

  private func thanks(
    _ addition: Addition, to email: String, _ drawn: ArraySlice<UInt8>
  ) -> PreparedMail {
    let submission = Array(drawn.prefix(16))
    let petition = Petition.ID(rawValue: addition.pending.petition)
    let mail = WaitingMail(
      petition: petition, email: email, token: addition.link.token,
      language: addition.pending.language)
    return PreparedMail(
      kind: .thanks, petition: petition, submission: submission, earlierSubmission: submission,
      addressTag: secret.addressTag(duplicateKey: addition.pending.duplicateKey),
      recipientTag: secret.recipientTag(sealedEmail: email),
      sealed: mail.sealed(
        key: secret.outboxKey, submission: submission, nonce: Array(drawn.dropFirst(16))),
      dueAt: addition.confirmedAt, createdAt: addition.confirmedAt)
  }

  /// The values of a confirmed signature, for ``RowInsertion/signature``.
  ///
  /// - Parameter person: what the pending row has sealed.
  func values(
    of pending: PendingRow, _ person: PersonRecord, ordinal: Int, link: [UInt8], at now: Int64
  ) -> [any ValueConvertible] {
    let open = openedParts(of: pending, person, link: link)
    return [
      pending.petition, ordinal, SignatureState.standing.rawValue, pending.wordingVersion, link,
      pending.duplicateKey,
      pending.commitment, pending.withdrawalHash, pending.audience.rawValue, pending.country,
      pending.wantsUpdates, open.name, open.reason, open.person,
      now / PetitionCount.hour * PetitionCount.hour, pending.source, pending.domainTag,
      nil as Int64?,
    ]
  }

  /// A public name leaves the seal; an address stays sealed only for those who asked for updates.
  private func openedParts(
    of pending: PendingRow, _ person: PersonRecord, link: [UInt8]
  ) -> (name: String?, reason: String?, person: [UInt8]?) {
    let isPublic = pending.audience == .public
    let name = isPublic ? person.name : nil
    let reason = isPublic && !person.reason.isEmpty ? person.reason : nil
    if pending.wantsUpdates { return (name, reason, pending.person) }
    if isPublic { return (name, reason, nil) }
    var person = person
    person.email = ""
    return (nil, nil, person.sealed(key: secret.personKey, row: link, nonce: random(24)))
  }

  /// Before anything is read that decides: what another transaction settles meanwhile must be seen.
  private func lockPetitions(
    of requests: [ConfirmationRequest], in transaction: any Transaction
  ) throws {
    guard transaction.dialect == .postgresql else { return }
    var petitions: Set<Int64> = []
    let found = try transaction.query(
      "SELECT petition_id FROM pending_signature WHERE confirm_hash = $1",
      each: requests.map { [$0.link.confirmHash] })
    for rows in found {
      if let petition: Int64 = try rows.first?.get(0) { petitions.insert(petition) }
    }
    try PetitionLock.toConfirm.take(petitions, in: transaction)
  }

  /// The pending rows of links, in their order.
  private func pendingRows(
    of links: [SignatureLink], in transaction: any Transaction
  ) throws -> [PendingRow?] {
    try Self.forEach(links, { [$0.confirmHash] }) { values in
      try transaction.query(
        """
        SELECT petition_id, wording_version, duplicate_key, commitment, withdrawal_hash, audience,
          country, wants_updates, person, expires_at, language, source, domain_tag
        FROM pending_signature
        WHERE confirm_hash = $1
        """, each: values)
    }.map { try $0.map(PendingRow.init) }
  }

  /// The ordinals of links that were confirmed earlier.
  private func ordinals(
    of links: [SignatureLink], in transaction: any Transaction
  ) throws -> [Int?] {
    try Self.forEach(links, { [$0.confirmHash] }) { values in
      try transaction.query("SELECT ordinal FROM signature WHERE confirm_hash = $1", each: values)
    }.map { try $0?.get(0) }
  }

  /// The ordinals that the addresses of pending rows have in their petitions already.
  private func ordinalsOfAddresses(
    of pending: [PendingRow?], in transaction: any Transaction
  ) throws -> [Int?] {
    try Self.forEach(pending, { [$0.petition, $0.duplicateKey] }) { values in
      try transaction.query(
        "SELECT ordinal FROM signature WHERE petition_id = $1 AND duplicate_key = $2",
        each: values)
    }.map { try $0?.get(0) }
  }

  /// Asks for the elements that there are, and gives the first row for each place.
  private static func forEach<Element>(
    _ elements: [Element?], _ values: (Element) -> [any ValueConvertible],
    _ query: ([[any ValueConvertible]]) throws -> [[Row]]
  ) throws -> [Row?] {
    var found = try query(elements.compactMap { $0.map(values) }).makeIterator()
    return elements.map { $0 == nil ? nil : found.next()?.first }
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
  let language: String
  let source: String?
  /// Nil for a signature from before there were tags.
  let domainTag: Int64?
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
    language = try row.get(10)
    source = try row.get(11)
    domainTag = try row.get(12)
  }
}
