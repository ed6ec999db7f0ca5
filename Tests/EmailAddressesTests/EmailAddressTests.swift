import EmailAddresses
import Testing

@Suite struct EmailAddressTests {
  @Test(arguments: [
    ("ann@example.org", "ann@example.org"),
    ("  ann@example.org ", "ann@example.org"),
    ("\u{3000}\u{A0}ann@example.org\u{200B}\u{FEFF}", "ann@example.org"),
    ("Ann.Lee+news@EXAMPLE.org", "Ann.Lee+news@example.org"),
    ("!#$%&'*+-/=?^_`{|}~@example.org", "!#$%&'*+-/=?^_`{|}~@example.org"),
    ("x@a1--b.example", "x@a1--b.example"),
    ("x@1.example.org", "x@1.example.org"),
    ("x@bücher.example", "x@xn--bcher-kva.example"),
    ("x@BU\u{308}CHER.example", "x@xn--bcher-kva.example"),
    ("x@XN--BCHER-KVA.example", "x@xn--bcher-kva.example"),
    ("x@faß.example", "x@xn--fa-hia.example"),
    ("x@例え.テスト", "x@xn--r8jz45g.xn--zckzah"),
    ("x@例え。テスト", "x@xn--r8jz45g.xn--zckzah"),
    ("x@موقع.وزارة", "x@xn--4gbrim.xn--mgbexc3i"),
  ])
  func `an address is shown with its domain as A-labels in lower case`(
    typed: String, shown: String
  ) throws {
    let address = try EmailAddress(parsing: typed)
    #expect(address.text == shown)
    #expect(address.text == address.localPart + "@" + address.domain)
  }

  @Test(arguments: [
    ("", EmailAddressError.empty), ("   ", .empty),
    ("ann", .missingAt), ("ann.example.org", .missingAt),
    ("ann@b@example.org", .severalAts), ("ann@@example.org", .severalAts),
    ("@example.org", .badLocalPart), (".ann@example.org", .badLocalPart),
    ("ann.@example.org", .badLocalPart), ("a..b@example.org", .badLocalPart),
    ("\"ann\"@example.org", .badLocalPart), ("ann (me)@example.org", .badLocalPart),
    ("Ann <ann@example.org>", .badLocalPart), ("a,b@example.org", .badLocalPart),
    ("a\\b@example.org", .badLocalPart), ("a;b@example.org", .badLocalPart),
    ("änn@example.org", .localPartNotASCII), ("ကျော်@example.org", .localPartNotASCII),
    ("ann@", .badDomain), ("ann@localhost", .badDomain), ("ann@example", .badDomain),
    ("ann@example..org", .badDomain), ("ann@.example.org", .badDomain),
    ("ann@example.org.", .badDomain), ("ann@exa mple.org", .badDomain),
    ("ann@-x.example", .badDomain), ("ann@x-.example", .badDomain),
    ("ann@under_score.example", .badDomain), ("ann@[127.0.0.1]", .badDomain),
    ("ann@[IPv6:::1]", .badDomain), ("ann@127.0.0.1", .badDomain), ("ann@example.1", .badDomain),
    ("ann@example.１", .badDomain), ("ann@exam\u{200B}ple。", .badDomain),
    ("ann@xn--a.example", .badDomain), ("ann@\u{202E}gro.example", .badDomain),
    ("ann@example.org>", .badDomain), ("ann@例え", .badDomain),
    ("ann@example.org\r\nBcc: all@example.org", .controlCharacter),
    ("ann@example.org\n", .controlCharacter), ("a\tb@example.org", .controlCharacter),
    ("ann@exam\u{0}ple.org", .controlCharacter), ("ann@example.org\u{7F}", .controlCharacter),
  ])
  func `what is not one plain address is refused`(typed: String, error: EmailAddressError) {
    #expect(throws: error) { try EmailAddress(parsing: typed) }
  }

  @Test func `the limits of 64, 63, 254 bytes are exact`() throws {
    let local = String(repeating: "a", count: 64)
    let label = String(repeating: "b", count: 63)
    _ = try EmailAddress(parsing: local + "@" + label + ".example")
    #expect(throws: EmailAddressError.tooLong) {
      try EmailAddress(parsing: local + "a@example.org")
    }
    #expect(throws: EmailAddressError.badDomain) {
      try EmailAddress(parsing: "a@b" + label + ".example")
    }
    let long = local + "@" + label + "." + label + "."
    _ = try EmailAddress(parsing: long + String(repeating: "c", count: 254 - long.utf8.count))
    #expect(throws: EmailAddressError.tooLong) {
      try EmailAddress(parsing: long + String(repeating: "c", count: 255 - long.utf8.count))
    }
    let umlauts = String(repeating: "ü", count: 70)
    #expect(throws: EmailAddressError.badDomain) {
      try EmailAddress(parsing: "a@" + umlauts + ".example")
    }
    #expect(throws: EmailAddressError.tooLong) {
      try EmailAddress(parsing: "a@e" + String(repeating: "\u{301}", count: 100_000) + ".example")
    }
  }

  @Test(arguments: [
    ("Ann+news+more@Example.org", "ann@example.org"),
    ("+news@example.org", "+news@example.org"),
    ("a.n.n@example.org", "a.n.n@example.org"),
    ("A.n.n+x.y@GoogleMail.com", "ann@gmail.com"),
    ("ann@gmail.com", "ann@gmail.com"),
    ("a.b@gmail.com.example.org", "a.b@gmail.com.example.org"),
    ("I@BÜCHER.example", "i@xn--bcher-kva.example"),
  ])
  func `addresses of one mailbox compare as one`(typed: String, normalised: String) throws {
    let address = try EmailAddress(parsing: typed)
    #expect(Array(address.normalised.utf8) == Array(normalised.utf8))
    let plain = try EmailAddress(parsing: normalised)
    #expect(address == plain)
    #expect(Set([address, plain]).count == 1)
  }

  @Test func `different mailboxes are different`() throws {
    let first = try EmailAddress(parsing: "ann@example.org")
    #expect(try first != EmailAddress(parsing: "bob@example.org"))
    #expect(try first != EmailAddress(parsing: "ann@example.com"))
  }

  @Test func `printing, debugging and dumping show nothing of the address`() throws {
    let address = try EmailAddress(parsing: "secret@hidden.example")
    var dumped = ""
    dump([address], to: &dumped)
    for shown in ["\(address)", String(reflecting: address), String(describing: [address]), dumped]
    {
      #expect(!shown.contains("secret"))
      #expect(!shown.contains("hidden"))
    }
  }

  @Test func `no byte that ends a header or an address survives parsing`() {
    for byte in UInt8.min...127 {
      let character = String(Unicode.Scalar(byte))
      for typed in ["a\(character)b@example.org", "ab@exam\(character)ple.org"] {
        guard let address = try? EmailAddress(parsing: typed) else { continue }
        #expect(address.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        #expect(address.text.utf8.allSatisfy { !" \"(),:;<>[\\]".utf8.contains($0) })
      }
    }
  }
}
