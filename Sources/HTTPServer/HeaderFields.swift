/// The header fields of a request or an answer, in order.
///
/// Values are made legal on the way in: control bytes cannot enter, so an answer cannot be split.
public struct HeaderFields: Sendable, Hashable {
  private(set) var fields: [Field] = []

  struct Field: Sendable, Hashable {
    var name: HeaderName
    var value: String
  }

  /// Makes one without fields.
  public init() {}

  /// Makes one from pairs, keeping doubles.
  public init(_ pairs: [(HeaderName, String)]) {
    for (name, value) in pairs { add(name, value) }
  }

  /// The first value of a name; setting nil removes the name.
  public subscript(name: HeaderName) -> String? {
    get { fields.first { $0.name == name }?.value }
    set {
      if let newValue { set(name, newValue) } else { remove(name) }
    }
  }

  /// Every value of a name, in order.
  public func all(_ name: HeaderName) -> [String] {
    fields.filter { $0.name == name }.map(\.value)
  }

  /// Replaces every value of a name by one.
  public mutating func set(_ name: HeaderName, _ value: String) {
    guard let first = fields.firstIndex(where: { $0.name == name }) else {
      return add(name, value)
    }
    fields[first] = Field(name: name, value: Self.legal(value))
    guard fields[(first + 1)...].contains(where: { $0.name == name }) else { return }
    fields = fields.enumerated()
      .filter { $0.offset == first || $0.element.name != name }
      .map(\.element)
  }

  /// Adds a value and keeps those already there.
  public mutating func add(_ name: HeaderName, _ value: String) {
    guard !name.spelling.isEmpty else { return }
    fields.append(Field(name: name, value: Self.legal(value)))
  }

  /// Adds all fields of others and keeps those already there.
  public mutating func add(_ others: HeaderFields) {
    fields += others.fields
  }

  /// Takes every value of a name away.
  public mutating func remove(_ name: HeaderName) {
    fields.removeAll { $0.name == name }
  }

  /// Names and values, in order.
  public var pairs: [(name: HeaderName, value: String)] {
    fields.map { ($0.name, $0.value) }
  }

  /// Adds a value that the server itself has found free of control bytes.
  mutating func addChecked(_ name: HeaderName, _ value: String) {
    fields.append(Field(name: name, value: value))
  }

  /// Makes room for as many fields as browsers send.
  mutating func expectRequest() {
    fields.reserveCapacity(16)
  }

  private static func legal(_ value: String) -> String {
    let bytes = value.utf8
    let isLegal =
      bytes.allSatisfy { !ASCII.isControl($0) }
      && bytes.first != ASCII.space && bytes.last != ASCII.space
    if isLegal { return value }
    let kept = bytes.map { $0 == ASCII.tab ? ASCII.space : $0 }.filter { !ASCII.isControl($0) }
    return String(decoding: ASCII.trimmed(kept), as: UTF8.self)
  }
}
