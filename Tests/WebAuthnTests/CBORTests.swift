import Testing

@testable import WebAuthn

@Suite struct CBORTests {
  @Test(
    arguments: [
      // RFC 8949, appendix A.
      ("00", .unsigned(0)), ("17", .unsigned(23)), ("1818", .unsigned(24)),
      ("1903e8", .unsigned(1000)), ("1a000f4240", .unsigned(1_000_000)),
      ("1bffffffffffffffff", .unsigned(.max)), ("20", .negative(0)), ("3903e7", .negative(999)),
      ("3bffffffffffffffff", .negative(.max)), ("f4", .boolean(false)), ("f5", .boolean(true)),
      ("f6", .null), ("40", .bytes([])), ("4401020304", .bytes([1, 2, 3, 4])), ("60", .text("")),
      ("6449455446", .text("IETF")), ("62c3bc", .text("ü")), ("64f0908591", .text("\u{10151}")),
      ("80", .array([])),
      (
        "8301820203820405",
        .array([
          .unsigned(1), .array([.unsigned(2), .unsigned(3)]),
          .array([.unsigned(4), .unsigned(5)]),
        ])
      ),
      ("a0", .map([:])),
      (
        "a201020304", .map([.unsigned(1): .unsigned(2), .unsigned(3): .unsigned(4)])
      ),
      (
        "a26161016162820203",
        .map([.text("a"): .unsigned(1), .text("b"): .array([.unsigned(2), .unsigned(3)])])
      ),
    ] as [(String, CBOR)])
  func `values are those of RFC 8949, and every prefix of them is refused`(
    hex: String, value: CBOR
  ) throws {
    let bytes = try bytes(hex)
    #expect(try CBORReader.value(of: bytes[...]) == value)
    for count in bytes.indices {
      #expect(throws: CBORError.tooShort) { try CBORReader.value(of: bytes[..<count]) }
    }
    #expect(throws: CBORError.trailingBytes) { try CBORReader.value(of: (bytes + [0])[...]) }
  }

  @Test(
    arguments: [
      ("1800", .notShortest), ("1817", .notShortest), ("1900ff", .notShortest),
      ("1a0000ffff", .notShortest), ("1b00000000ffffffff", .notShortest),
      ("580141", .notShortest), ("3800", .notShortest),
      // Indefinite lengths, and what ends them.
      ("5f42010243030405ff", .notSupported), ("7f61610aff", .notSupported),
      ("9fff", .notSupported), ("bfff", .notSupported), ("ff", .notSupported),
      // Reserved heads, tags, floating-point numbers, undefined, simple values.
      ("1c", .notSupported), ("1d", .notSupported), ("1e", .notSupported), ("c000", .notSupported),
      ("f93c00", .notSupported), ("fa47c35000", .notSupported),
      ("fb3ff199999999999a", .notSupported), ("f7", .notSupported), ("f0", .notSupported),
      ("f8ff", .notSupported),
      ("61ff", .notUTF8), ("62c328", .notUTF8), ("63eda080", .notUTF8),
      ("a201000100", .doubledKey), ("a2616100616101", .doubledKey),
      ("8181818100", .none), ("818181818100", .tooDeep), ("a1a000", .tooDeep),
      ("a1800000", .tooDeep), ("a100a100a100a100a0", .tooDeep),
      // Lengths that no message could have.
      ("5bffffffffffffffff", .tooShort), ("7bffffffffffffffff", .tooShort),
      ("9bffffffffffffffff", .tooShort), ("bbffffffffffffffff", .tooShort),
      ("5b7fffffffffffffff00", .tooShort), ("9a7fffffff00", .tooShort), ("", .tooShort),
    ] as [(String, CBORError?)])
  func `what authenticators may not write is refused`(hex: String, error: CBORError?) throws {
    let bytes = try bytes(hex)
    let found: CBORError?
    do throws(CBORError) {
      _ = try CBORReader.value(of: bytes[...])
      found = nil
    } catch {
      found = error
    }
    #expect(found == error)
  }

  @Test func `whole numbers are read as far as they fit`() {
    #expect(CBOR.unsigned(7).integer == 7)
    #expect(CBOR.negative(6).integer == -7)
    #expect(CBOR.negative(UInt64(Int64.max)).integer == .min)
    #expect(CBOR.negative(.max).integer == nil)
    #expect(CBOR.unsigned(.max).integer == nil)
    #expect(CBOR.text("7").integer == nil)
    #expect(CBOR.integer(-7) == .negative(6))
    #expect(CBOR.integer(7) == .unsigned(7))
  }

  @Test func `no bytes at all make the reader stumble`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      _ = try? CBORReader.value(of: bytes[...])
    }
  }
}
