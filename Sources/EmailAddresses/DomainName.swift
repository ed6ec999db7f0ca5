import CIDN2

/// Domain names as they stand after the `@`: two labels or more, each letters, digits and hyphens.
enum DomainName {
  /// The A-label form in lower case, by IDNA2008 with the non-transitional mapping of UTS 46.
  static func ascii(_ name: String) throws(EmailAddressError) -> String {
    // libidn2 lets empty labels and spaces pass, so the labels are looked at before it and after
    // it.
    try check(name.utf8, allowingBeyondASCII: true)
    let isASCII = name.utf8.allSatisfy { $0 < 0x80 }
    let lowered = isASCII ? name.lowercased() : name
    // Names in plain ASCII do not pass through libidn2, which refuses the hyphens of
    // `a1--b.example`.
    let hasEncodedLabel = lowered.utf8.split(separator: UInt8(ascii: ".")).contains {
      $0.starts(with: "xn--".utf8)
    }
    let result = isASCII && !hasEncodedLabel ? lowered : try converted(name).lowercased()
    try check(result.utf8, allowingBeyondASCII: false)
    guard result.utf8.count <= 253 else { throw .tooLong }
    return result
  }

  private static func converted(_ name: String) throws(EmailAddressError) -> String {
    var output: UnsafeMutablePointer<CChar>?
    let status = cidn2_to_ascii(name, &output)
    defer { idn2_free(output) }
    guard status == IDN2_OK.rawValue, let output else { throw .badDomain }
    return String(cString: output)
  }

  private static func check(
    _ name: String.UTF8View, allowingBeyondASCII: Bool
  ) throws(EmailAddressError) {
    let labels = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    for label in labels {
      guard let first = label.first, let last = label.last,
        first != UInt8(ascii: "-"), last != UInt8(ascii: "-"),
        label.allSatisfy({ isLetterDigitHyphen($0) || (allowingBeyondASCII && $0 >= 0x80) }),
        allowingBeyondASCII || label.count <= 63
      else { throw .badDomain }
    }
    // Ideographic full stops become dots in the conversion, so the number of labels is judged after
    // it.
    guard allowingBeyondASCII || labels.count >= 2 else { throw .badDomain }
    guard let top = labels.last, !top.allSatisfy(isDigit) else { throw .badDomain }
  }

  private static func isLetterDigitHyphen(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "-"):
      true
    default:
      isDigit(byte)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
