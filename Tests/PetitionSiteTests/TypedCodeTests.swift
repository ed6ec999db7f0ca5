import Testing

@testable import PetitionSite

/// Codes as people type and paste them.
@Suite struct TypedCodeTests {
  @Test(arguments: [
    "12345678", "1234 5678", " 1234-5678 ", "12 34 56 78", "1234\u{a0}5678", "1234–5678",
    "1234\t5678\r\n", "١٢٣٤ ٥٦٧٨", "၁၂၃၄၅၆၇၈", "１２３４５６７８", "१२३४५६७८",
    "\u{2066}1234 5678\u{2069}", "\u{feff}12345678", "1 2 3 4 5 6 7 8",
  ]) func `eight digits of any script are a code, however they are grouped`(_ typed: String) {
    #expect(TypedCode(typed)?.digits == "12345678")
  }

  @Test(arguments: [
    "", " ", "1234567", "123456789", "1234567a", "1234.5678", "+12345678", "12345678€", "½2345678",
    "²2345678", "Ⅷ2345678", "一二三四五六七八", "0x123456", String(repeating: " ", count: 200) + "12345678",
  ]) func `anything else is none`(_ typed: String) {
    #expect(TypedCode(typed) == nil)
  }

  @Test func `a zero at the beginning stays`() {
    #expect(TypedCode("0000 0001")?.digits == "00000001")
    #expect(TypedCode.grouped("00000001") == "0000 0001")
  }
}
