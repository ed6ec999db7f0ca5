/// What a person with an account may do on a site.
public enum Role: String, Sendable, Hashable, CaseIterable {
  /// Runs petitions of their own.
  case organiser
  /// Judges petitions and signatures by the public rules.
  case moderator
  /// Does everything, and decides who may do what.
  case administrator
  /// Reads everything at the desk and changes nothing.
  case reviewer

  /// What the role allows beyond the person's own petitions.
  public var permissions: Set<Permission> {
    switch self {
    case .organiser: []
    case .moderator:
      [.readQueue, .moderate, .readSignatures, .removeSignatures]
    case .administrator: Set(Permission.allCases)
    case .reviewer: [.readQueue, .readSignatures, .readJournal]
    }
  }

  /// Whether the role sees more than a person's own petitions, so that a link in a mail alone must not
  /// open it.
  public var isStaff: Bool { self != .organiser }
}

/// Something at the desk that not everybody may do.
public enum Permission: String, Sendable, Hashable, CaseIterable {
  /// See what waits for moderation, with its notes, and reports of readers.
  case readQueue
  /// Decide about petitions.
  case moderate
  /// Search the signatures of any petition, and see what stands out in them.
  case readSignatures
  /// Remove signatures, and put them back.
  case removeSignatures
  /// Run petitions of others, and those that nobody runs.
  case runPetitions
  /// Read who did what.
  case readJournal
  /// Give and take roles.
  case managePeople
  /// Change the public list of reasons.
  case editRules
  /// Pause signing, hide names, and the like.
  case useSwitches
}

/// Who may use an address of the desk.
public enum Access: Sendable, Hashable {
  /// Everybody, also without an account.
  case anyone
  /// Everybody with an account.
  case signedIn
  /// Whoever runs the petition that the address names, and whoever has the permission; the petition is
  /// looked up where the address is answered.
  case owner(or: Permission)
  /// Whoever has the permission.
  case permission(Permission)

  /// Whether a role can use the address for a petition of its own or of somebody else.
  public func allows(_ role: Role?, isOwn: Bool) -> Bool {
    switch self {
    case .anyone: true
    case .signedIn: role != nil
    case .owner(let permission):
      role.map { isOwn || $0.permissions.contains(permission) } ?? false
    case .permission(let permission): role?.permissions.contains(permission) ?? false
    }
  }
}
