extension Tag {
  /// The element `ins`.
  public enum Ins: Sendable {}
  /// The element `del`.
  public enum Del: Sendable {}
}

/// `ins`: text that was added.
public func ins(
  _ attributes: Attribute<Tag.Ins>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("ins", attributes, content())
}

/// `del`: text that was removed.
public func del(
  _ attributes: Attribute<Tag.Del>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("del", attributes, content())
}

extension Attribute where Tag == Markup.Tag.Input {
  /// A field for a date and a time, sent as `2026-11-27T22:15`.
  public static var dateTime: Self { Self("type", "datetime-local") }
}
