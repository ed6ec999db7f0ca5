/// One statement of the program's own text, with `$1`, `$2`, … where values are bound.
///
/// Only a literal can become a statement: a string made at run time does not convert.
public struct SQL: Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  let text: StaticString

  /// Takes the literal; interpolation is not possible.
  public init(stringLiteral text: StaticString) {
    self.text = text
  }

  /// The statement's text, which never holds a value.
  public var description: String { text.description }
}

extension SQL {
  /// Where the literal lies in the program: enough to recognise a statement seen before.
  ///
  /// A program has a fixed number of literals, so what is kept by this key cannot grow without end.
  struct Key: Hashable {
    private let address: UInt
    private let count: Int

    init(_ text: StaticString) {
      if text.hasPointerRepresentation {
        address = UInt(bitPattern: text.utf8Start)
        count = text.utf8CodeUnitCount
      } else {
        // A literal of one character may be kept as a number instead.
        address = UInt(text.unicodeScalar.value)
        count = 0
      }
    }
  }

  var key: Key { Key(text) }
}
