import SQLDatabase

extension Store {
  /// Whether a signature still waits for its confirmation, and nobody has signed with its address.
  ///
  /// A confirmation deletes the reminders of its address. But a form that another node takes at the
  /// same moment may bring one that the deletion does not see, and a link that cannot count any more.
  ///
  /// - Parameter now: UTC milliseconds.
  public func awaitsConfirmation(
    _ signatureSecret: SignatureSecret, at now: Int64
  ) async throws -> Bool {
    let hash = signatureSecret.confirmHash
    return try await database.read { transaction in
      try !transaction.query(
        """
        SELECT confirm_hash
        FROM pending_signature
        WHERE confirm_hash = $1 AND expires_at > $2 AND NOT EXISTS (
          SELECT ordinal
          FROM signature
          WHERE petition_id = pending_signature.petition_id
            AND duplicate_key = pending_signature.duplicate_key
        )
        """, hash, now
      ).isEmpty
    }
  }
}
