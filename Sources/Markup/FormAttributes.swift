// Attributes of forms that carry files, and of fields whose number is known only at run time.

extension Attribute where Tag == Markup.Tag.Form {
  /// How the fields are put together; only a form with a file needs it.
  public static func enctype(_ encoding: FormEncoding) -> Self {
    Self("enctype", encoding.rawValue)
  }
}

/// How the fields of a form are put together.
public enum FormEncoding: String, Sendable {
  case multipart = "multipart/form-data"
}

extension Attribute where Tag: FieldTag {
  /// The name under which the value is sent, for fields that a form has several of.
  public static func fieldName(_ name: String) -> Self { Self("name", name) }
}

/// Kinds of fields in which something is picked.
public enum PickerType: String, Sendable {
  case date
  case file
}

extension Attribute where Tag == Markup.Tag.Input {
  /// The kind of field.
  public static func type(_ type: PickerType) -> Self { Self("type", type.rawValue) }

  /// Which files are offered, as media types.
  public static func accept(_ mediaTypes: StaticString) -> Self { Self("accept", "\(mediaTypes)") }
}

extension Attribute {
  /// What a script of the site needs to know of the element.
  ///
  /// - Parameter name: begins with `data-`.
  public static func data(_ name: StaticString, _ value: String) -> Self { Self(name, value) }
}

extension Tag {
  /// The element `script`.
  public enum Script: Sendable {}
}

/// A script of the site, which runs when the whole page is there.
public func script(_ target: some LinkTarget) -> HTML {
  let attributes = [
    Attribute<Tag.Script>("src", target.address), Attribute<Tag.Script>("defer", nil),
  ]
  return HTML(
    .element(
      .init(
        name: "script", attributes: attributes.compactMap(\.value), content: HTML.empty.parts)))
}
