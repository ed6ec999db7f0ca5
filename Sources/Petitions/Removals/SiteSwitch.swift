/// What the whole site can be told to do in an emergency, with a reason that everybody reads.
public struct SiteSwitch: Sendable, Hashable {
  /// What is switched.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Nobody can sign; links that confirm go on working.
    case pauseSigning = "pause-signing"
    /// Nobody can start or submit a petition.
    case pauseStarting = "pause-starting"
    /// No name of a signer is shown anywhere but at the desk, to those who look after signatures.
    case hideNames = "hide-names"
    /// Nothing can be changed but the switches, and signers can still take back what is theirs.
    case readOnly = "read-only"
  }

  /// The most bytes of a reason.
  public static let reasonByteLimit = 1_200
  /// The most characters of a reason.
  public static let reasonLimit = 300

  /// What is switched.
  public let kind: Kind
  /// The sentence that everybody reads.
  public let reason: String
  /// When it was switched on, in UTC milliseconds.
  public let since: Int64
  /// When it goes off by itself, in UTC milliseconds; nil for when somebody switches it off.
  public let until: Int64?

  /// A switch that is on.
  public init(kind: Kind, reason: String, since: Int64, until: Int64?) {
    self.kind = kind
    self.reason = reason
    self.since = since
    self.until = until
  }

  /// Whether the switch is still on at a moment (UTC milliseconds).
  public func isOn(at now: Int64) -> Bool {
    until.map { now < $0 } ?? true
  }

  /// The reason as it is kept; nil where there is none, or it is too long.
  public static func reason(typed: String) -> String? {
    guard typed.utf8.count <= reasonByteLimit * 2 else { return nil }
    let reason = TypedText.line(typed)
    guard !reason.isEmpty, reason.utf8.count <= reasonByteLimit, reason.count <= reasonLimit
    else { return nil }
    return reason
  }
}

/// The switches that are on.
public struct SiteSwitches: Sendable, Hashable {
  private let switches: [SiteSwitch]

  /// - Parameter switches: at most one of a kind.
  public init(_ switches: [SiteSwitch] = []) {
    self.switches = switches
  }

  /// The switch of a kind, where it is on at a moment (UTC milliseconds).
  public func on(_ kind: SiteSwitch.Kind, at now: Int64) -> SiteSwitch? {
    switches.first { $0.kind == kind && $0.isOn(at: now) }
  }

  /// What keeps people from signing.
  public func pausesSigning(at now: Int64) -> SiteSwitch? {
    on(.readOnly, at: now) ?? on(.pauseSigning, at: now)
  }

  /// What keeps people from starting a petition.
  public func pausesStarting(at now: Int64) -> SiteSwitch? {
    on(.readOnly, at: now) ?? on(.pauseStarting, at: now)
  }

  /// Whether a switch was on until its time came.
  public func hasEnded(_ kind: SiteSwitch.Kind, at now: Int64) -> Bool {
    switches.contains { $0.kind == kind && !$0.isOn(at: now) }
  }

  /// All that are on at a moment, in the order of their kinds.
  public func all(at now: Int64) -> [SiteSwitch] {
    SiteSwitch.Kind.allCases.compactMap { on($0, at: now) }
  }
}
