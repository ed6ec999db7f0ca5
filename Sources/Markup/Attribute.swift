struct AttributeValue: Sendable {
  let name: StaticString
  let value: String?
}

/// One attribute that the element `Tag` may carry.
///
/// An attribute of another element does not compile: `li(.href(…))` has no meaning in HTML.
public struct Attribute<Tag>: Sendable {
  /// nil when a condition left the attribute out.
  let value: AttributeValue?

  init(_ name: StaticString, _ value: String?) {
    self.value = AttributeValue(name: name, value: value)
  }

  private init(_ value: AttributeValue?) {
    self.value = value
  }

  /// The attribute, or none when the condition does not hold.
  public static func when(_ condition: Bool, _ attribute: @autoclosure () -> Self) -> Self {
    condition ? attribute() : Self(nil)
  }
}

// Attributes of every element.
extension Attribute {
  /// Class names, separated by spaces.
  public static func `class`(_ names: String) -> Self { Self("class", names) }

  /// The name by which links and labels find the element; unique in the page.
  public static func id(_ name: String) -> Self { Self("id", name) }

  /// The language of the content, a BCP 47 tag.
  public static func lang(_ tag: String) -> Self { Self("lang", tag) }

  /// The direction of the content.
  public static func dir(_ direction: TextDirection) -> Self { Self("dir", direction.rawValue) }

  /// Advice shown by some browsers; never the only place of a fact.
  public static func title(_ text: String) -> Self { Self("title", text) }

  /// Present in the source and absent from the page.
  public static var hidden: Self { Self("hidden", nil) }

  /// A role of WAI-ARIA, where the element itself does not say it.
  public static func role(_ role: String) -> Self { Self("role", role) }

  /// The place in the order of the keyboard; 0 and -1 are the only useful ones.
  public static func tabindex(_ index: Int) -> Self { Self("tabindex", String(index)) }

  /// A property or state of WAI-ARIA 1.2.
  public static func aria(_ property: AriaProperty, _ value: String) -> Self {
    Self(property.name, value)
  }
}

/// The direction in which a script is written.
public enum TextDirection: String, Sendable {
  case leftToRight = "ltr"
  case rightToLeft = "rtl"
  case auto
}

/// Properties and states of WAI-ARIA 1.2 that pages need.
public enum AriaProperty: Sendable {
  case label, labelledBy, describedBy, current, hidden, invalid, live

  var name: StaticString {
    switch self {
    case .label: "aria-label"
    case .labelledBy: "aria-labelledby"
    case .describedBy: "aria-describedby"
    case .current: "aria-current"
    case .hidden: "aria-hidden"
    case .invalid: "aria-invalid"
    case .live: "aria-live"
    }
  }
}
