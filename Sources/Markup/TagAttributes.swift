// Attributes that only some elements have. A protocol stands where several elements share one.

/// An element that leads somewhere.
public protocol LinkingTag {}
extension Tag.A: LinkingTag {}
extension Tag.Link: LinkingTag {}

extension Attribute where Tag: LinkingTag {
  /// Where the link leads.
  public static func href(_ target: some LinkTarget) -> Self { Self("href", target.address) }

  /// How the other resource relates to this one, as space-separated link types.
  public static func rel(_ types: StaticString) -> Self { Self("rel", "\(types)") }

  /// The language of the resource linked to.
  public static func hreflang(_ tag: String) -> Self { Self("hreflang", tag) }
}

extension Attribute where Tag == Markup.Tag.Link {
  /// The media type of the resource.
  public static func type(_ mediaType: StaticString) -> Self { Self("type", "\(mediaType)") }
}

extension Attribute where Tag == Markup.Tag.Meta {
  /// The encoding of the document; UTF-8 is the only legal one.
  public static var charset: Self { Self("charset", "utf-8") }

  /// The name of the fact.
  public static func name(_ name: StaticString) -> Self { Self("name", "\(name)") }

  /// The name of the fact in RDFa, as the Open Graph protocol wants it.
  public static func property(_ name: StaticString) -> Self { Self("property", "\(name)") }

  /// The fact itself.
  public static func content(_ text: String) -> Self { Self("content", text) }
}

/// An element that shows a file.
public protocol EmbeddingTag {}
extension Tag.Img: EmbeddingTag {}
extension Tag.Source: EmbeddingTag {}

extension Attribute where Tag: EmbeddingTag {
  /// Several widths of one picture, each with its address.
  public static func srcset(_ candidates: [(target: any LinkTarget, width: Int)]) -> Self {
    Self("srcset", candidates.map { "\($0.target.address) \($0.width)w" }.joined(separator: ", "))
  }

  /// How wide the picture will be, as a list of media conditions and lengths.
  public static func sizes(_ lengths: StaticString) -> Self { Self("sizes", "\(lengths)") }

  /// The width in pixels, so that the page does not jump when the picture comes.
  public static func width(_ pixels: Int) -> Self { Self("width", String(pixels)) }

  /// The height in pixels.
  public static func height(_ pixels: Int) -> Self { Self("height", String(pixels)) }
}

extension Attribute where Tag == Markup.Tag.Source {
  /// The media type of this form of the picture.
  public static func type(_ mediaType: String) -> Self { Self("type", mediaType) }
}

extension Attribute where Tag == Markup.Tag.Img {
  /// The address of the picture.
  public static func src(_ target: some LinkTarget) -> Self { Self("src", target.address) }

  /// What the picture shows, for people who do not see it.
  public static func alt(_ text: String) -> Self { Self("alt", text) }
}

extension Attribute where Tag == Markup.Tag.Form {
  /// Where the form is sent.
  public static func action(_ target: some LinkTarget) -> Self { Self("action", target.address) }

  /// How the form is sent; whatever changes something is a POST.
  public static func method(_ method: FormMethod) -> Self { Self("method", method.rawValue) }

  /// The browser leaves checking to the server, whose messages stand beside the fields.
  public static var novalidate: Self { Self("novalidate", nil) }
}

/// The two ways of sending a form.
public enum FormMethod: String, Sendable {
  case get
  case post
}

/// An element whose value is sent with a form.
public protocol FieldTag {}
extension Tag.Input: FieldTag {}
extension Tag.Textarea: FieldTag {}
extension Tag.Select: FieldTag {}
extension Tag.Button: FieldTag {}

extension Attribute where Tag: FieldTag {
  /// The name under which the value is sent.
  public static func name(_ name: StaticString) -> Self { Self("name", "\(name)") }

  /// The form cannot be sent without this value.
  public static var required: Self { Self("required", nil) }

  /// What the browser may fill in, as an autofill field name.
  public static func autocomplete(_ field: StaticString) -> Self {
    Self("autocomplete", "\(field)")
  }

  /// The most UTF-16 code units that a browser accepts.
  public static func maxlength(_ units: Int) -> Self { Self("maxlength", String(units)) }
}

extension Attribute where Tag == Markup.Tag.Input {
  /// The kind of field.
  public static func type(_ type: InputType) -> Self { Self("type", type.rawValue) }

  /// The value that stands in the field.
  public static func value(_ text: String) -> Self { Self("value", text) }

  /// The box or the button is chosen.
  public static var checked: Self { Self("checked", nil) }

  /// The value can be copied but not changed.
  public static var readonly: Self { Self("readonly", nil) }

  /// Which keys a screen keyboard offers.
  public static func inputmode(_ mode: InputMode) -> Self { Self("inputmode", mode.rawValue) }

  /// Leave the person's spelling alone.
  public static var noSpellcheck: Self { Self("spellcheck", "false") }
}

/// Kinds of fields.
public enum InputType: String, Sendable {
  case text
  case email
  case url
  case hidden
  case checkbox
  case radio
  case search
  case password
}

/// Kinds of screen keyboards.
public enum InputMode: String, Sendable {
  case numeric
}

extension Attribute where Tag == Markup.Tag.Textarea {
  /// The height in lines.
  public static func rows(_ lines: Int) -> Self { Self("rows", String(lines)) }
}

extension Attribute where Tag == Markup.Tag.Option {
  /// The value that is sent.
  public static func value(_ text: String) -> Self { Self("value", text) }

  /// The choice stands in the field.
  public static var selected: Self { Self("selected", nil) }
}

extension Attribute where Tag == Markup.Tag.Button {
  /// The value that is sent when this button was pressed.
  public static func value(_ text: StaticString) -> Self { Self("value", "\(text)") }
}

extension Attribute where Tag == Markup.Tag.Label {
  /// The id of the field that the label names.
  public static func `for`(_ id: String) -> Self { Self("for", id) }
}

extension Attribute where Tag == Markup.Tag.Progress {
  /// The value at the end.
  public static func max(_ value: Int) -> Self { Self("max", String(value)) }

  /// The value now.
  public static func value(_ value: Int) -> Self { Self("value", String(value)) }
}

extension Attribute where Tag == Markup.Tag.Time {
  /// The moment or the day in the form that programs read (RFC 3339).
  public static func datetime(_ text: String) -> Self { Self("datetime", text) }
}

extension Attribute where Tag == Markup.Tag.Details {
  /// The part is open at first.
  public static var open: Self { Self("open", nil) }
}
