/// The strings of a `.po` file: C's quotation marks and escapes.
enum CatalogueString {
  /// The bytes between the quotation marks, which must enclose all of the text.
  static func unquoted(
    _ text: ArraySlice<UInt8>
  ) throws(CatalogueError.Reason) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    guard text.count >= 2, text.first == quote, text.last == quote else {
      throw .badString
    }
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var rest = text.dropFirst().dropLast()
    while let byte = rest.popFirst() {
      if byte == quote { throw .badString }
      if byte == UInt8(ascii: "\\") {
        result.append(try escaped(&rest))
      } else {
        result.append(byte)
      }
    }
    return result
  }

  private static func escaped(
    _ rest: inout ArraySlice<UInt8>
  ) throws(CatalogueError.Reason) -> UInt8 {
    // A backslash at the end has taken the closing quotation mark: the string is open.
    guard let letter = rest.popFirst() else { throw .badString }
    switch letter {
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "a"): return 0x07
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "v"): return 0x0B
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "?"):
      return letter
    case UInt8(ascii: "x"):
      return try number(&rest, radix: 16, digits: 2, first: nil)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      return try number(&rest, radix: 8, digits: 3, first: letter)
    default:
      throw .badEscape
    }
  }

  private static func number(
    _ rest: inout ArraySlice<UInt8>, radix: Int, digits: Int, first: UInt8?
  ) throws(CatalogueError.Reason) -> UInt8 {
    var value = 0
    var taken = 0
    if let first {
      value = Int(first - UInt8(ascii: "0"))
      taken = 1
    }
    while taken < digits, let byte = rest.first,
      let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < radix
    {
      value = value * radix + digit
      taken += 1
      rest.removeFirst()
    }
    guard taken > 0, let byte = UInt8(exactly: value) else { throw .badEscape }
    return byte
  }
}
