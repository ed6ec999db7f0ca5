/// Why the site removed a signature, as the public list says it.
public enum RemovalReason: String, Sendable, Hashable, CaseIterable {
  /// Signed by a program.
  case program
  /// The address takes no mail.
  case bounce
  /// A court ordered it.
  case court
  /// The same person signed before.
  case duplicate
  /// The name is invented or abusive.
  case name
  /// The signer asked for it, without the link of the mail.
  case request
  /// None of these.
  case other
}
