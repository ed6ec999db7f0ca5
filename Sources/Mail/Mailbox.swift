public import EmailAddresses

/// Somebody who sends or receives: a name and an address.
public struct Mailbox: Sendable, Hashable {
  /// The name to show; may be empty.
  public let name: String

  /// Where mail goes.
  public let address: EmailAddress

  /// Joins a name and an address; the name is checked when the message is written.
  public init(name: String = "", address: EmailAddress) {
    self.name = name
    self.address = address
  }
}

extension Mailbox: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A placeholder, so that no log shows who it is.
  public var description: String { "<mailbox>" }

  /// The same placeholder.
  public var debugDescription: String { description }

  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
