public import EmailAddresses
public import Petitions
import SQLDatabase

extension Store {
  /// The account of a number.
  public func account(_ id: Account.ID) async throws -> Account? {
    try await database.read { [self] transaction in
      try account(id, in: transaction)
    }
  }

  /// The account, whose role and rights stay as they are until the transaction ends.
  func heldAccount(_ id: Account.ID, in transaction: any Transaction) throws -> Account? {
    switch transaction.dialect {
    // One writer has the whole database.
    case .sqlite: break
    case .postgresql:
      _ = try transaction.query("SELECT id FROM account WHERE id = $1 FOR SHARE", id.rawValue)
    }
    return try account(id, in: transaction)
  }

  func account(_ id: Account.ID, in transaction: any Transaction) throws -> Account? {
    try transaction.query(
      """
      SELECT id, email, name, role, is_suspended, created_at
      FROM account
      WHERE id = $1
      """, id.rawValue
    ).first.map { try AccountRow.account($0, open: open) }
  }

  /// The account of an address.
  public func account(of email: EmailAddress) async throws -> Account? {
    try await database.read { [self] transaction in
      try account(of: email, in: transaction)
    }
  }

  func account(of email: EmailAddress, in transaction: any Transaction) throws -> Account? {
    try transaction.query(
      """
      SELECT id, email, name, role, is_suspended, created_at
      FROM account
      WHERE email_tag = $1
      """, secret.accountTag(email: email.normalised)
    ).first.map { try AccountRow.account($0, open: open) }
  }

  /// Makes the account of an address, or gives the one that is there another role.
  ///
  /// - Parameters:
  ///   - name: what others at the desk see; may be empty.
  ///   - language: the language of its mails, a BCP 47 tag.
  ///   - actor: who does it; nil for the operator, by a command.
  ///   - now: UTC milliseconds.
  @discardableResult
  public func addAccount(
    _ email: EmailAddress, name: String, role: Role, language: String, by actor: Account.ID?,
    at now: Int64
  ) async throws -> Account.ID {
    try await database.write { [self] transaction in
      try addAccount(
        email, name: name, role: role, language: language, by: actor, at: now, in: transaction)
    }
  }

  private func addAccount(
    _ email: EmailAddress, name: String, role: Role, language: String, by actor: Account.ID?,
    at now: Int64, in transaction: any Transaction
  ) throws -> Account.ID {
    if let known = try account(of: email, in: transaction) {
      guard role != known.role else { return known.id }
      try transaction.execute(
        "UPDATE account SET role = $1 WHERE id = $2", role.rawValue, known.id.rawValue)
      if role.isStaff, !known.role.isStaff { try forgetProofs(of: known.id, in: transaction) }
      try endSessions(of: known.id, in: transaction)
      try write(
        JournalEntry(
          .roleChanged, by: actor,
          facts: [
            "account": "\(known.id.rawValue)", "from": known.role.rawValue, "to": role.rawValue,
          ], at: now), in: transaction)
      return known.id
    }
    let id = try makeAccount(
      email, name: name, role: role, language: language, at: now, in: transaction)
    try write(
      JournalEntry(
        .accountMade, by: actor, facts: ["account": "\(id.rawValue)", "role": role.rawValue],
        at: now), in: transaction)
    return id
  }

  /// Makes the account of an address, or gives the one that is there another role, and makes a link that
  /// signs in, to be handed over by the operator.
  ///
  /// - Parameters:
  ///   - name: what others at the desk see; may be empty.
  ///   - language: the language of its mails, a BCP 47 tag.
  ///   - now: UTC milliseconds.
  /// - Returns: the token of the link, which is kept nowhere; nil where the account is suspended, which
  ///   stays as it is.
  public func addAccountWithLink(
    _ email: EmailAddress, name: String, role: Role, language: String, at now: Int64
  ) async throws -> String? {
    try await database.write { [self] transaction in
      let known = try account(of: email, in: transaction)
      // Whoever suspends it at this moment is before or after this.
      if let known, try heldAccount(known.id, in: transaction)?.isSuspended != false { return nil }
      let id = try addAccount(
        email, name: name, role: role, language: language, by: nil, at: now, in: transaction)
      return try makeLink(for: id, at: now, in: transaction)
    }
  }

  /// The row of an account whose address has none yet.
  func makeAccount(
    _ email: EmailAddress, name: String, role: Role, language: String, at now: Int64,
    in transaction: any Transaction
  ) throws -> Account.ID {
    let rows = try transaction.query(
      """
      INSERT INTO account (email_tag, email, name, role, language, created_at)
      VALUES ($1, $2, $3, $4, $5, $6)
      RETURNING id
      """, secret.accountTag(email: email.normalised), [UInt8](), [UInt8](), role.rawValue,
      language, now)
    guard let id: Int64 = try rows.first?.get(0) else { throw StoreError.unreadableRecord }
    try transaction.execute(
      "UPDATE account SET email = $1, name = $2 WHERE id = $3",
      seal(email.text, in: AccountRow.emailPlace(id)), seal(name, in: AccountRow.namePlace(id)), id)
    return Account.ID(rawValue: id)
  }
}
