/// Who makes something happen to a petition.
public enum PetitionActor: String, Sendable, Hashable, CaseIterable {
  /// Whoever holds the link of a draft and has no account.
  case writer
  /// A person who runs this petition.
  case organiser
  /// A moderator of the site who does not run this petition.
  case moderator
  /// An administrator of the site who does not run this petition.
  case administrator
  /// The site itself, when a time comes.
  case clock
}

extension Account {
  /// What the person is to a petition; nil for somebody who may only read.
  ///
  /// - Parameter owner: who runs the petition; nil for nobody.
  public func actor(owner: Account.ID?) -> PetitionActor? {
    if owner == id { return .organiser }
    return switch role {
    case .moderator: .moderator
    case .administrator: .administrator
    case .organiser, .reviewer: nil
    }
  }
}
