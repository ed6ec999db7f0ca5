/// What follows when somebody signs; while the petition is open, the page is the same.
public enum SigningDecision: Sendable, Hashable {
  /// Keep the signature as pending and mail the link that confirms it.
  case askToConfirm

  /// The address signed before: mail that, and count nothing.
  case tellAlreadySigned

  /// The petition takes no signatures any more: keep and mail nothing.
  case petitionClosed

  /// Decides by what is known of the petition and of the address.
  ///
  /// - Parameters:
  ///   - isOpen: whether the petition takes signatures now.
  ///   - hasSignature: whether a confirmed signature of the address stands.
  public init(isOpen: Bool, hasSignature: Bool) {
    if !isOpen {
      self = .petitionClosed
    } else {
      self = hasSignature ? .tellAlreadySigned : .askToConfirm
    }
  }
}

/// What follows when somebody presses the button that confirms.
public enum ConfirmationDecision: Sendable, Hashable {
  /// Give the signature this ordinal and count it.
  case count(ordinal: Int)

  /// The address stands on the list already, under this ordinal; nothing is counted.
  case alreadyCounted(ordinal: Int)

  /// The petition takes no signatures any more.
  case petitionClosed

  /// Decides by what is known of the petition and of the address.
  ///
  /// - Parameters:
  ///   - isOpen: whether the petition takes signatures now.
  ///   - ordinalOfAddress: the ordinal of the address, where it has one.
  ///   - lastOrdinal: the highest ordinal given in the petition.
  public init(isOpen: Bool, ordinalOfAddress: Int?, lastOrdinal: Int) {
    if let ordinalOfAddress {
      self = .alreadyCounted(ordinal: ordinalOfAddress)
    } else if isOpen {
      self = .count(ordinal: lastOrdinal + 1)
    } else {
      self = .petitionClosed
    }
  }
}
