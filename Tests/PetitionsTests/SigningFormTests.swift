import EmailAddresses
import Petitions
import TestSupport
import Testing

@Suite struct SigningFormTests {
  static let countries: Set<String> = ["DE", "MM"]

  static func form(
    name: String = "Ann Lee", email: String = "ann@example.org", reason: String = "",
    country: String = "", audience: String = ""
  ) -> SigningForm {
    SigningForm(name: name, email: email, reason: reason, country: country, audience: audience)
  }

  static func outcome(_ form: SigningForm) -> SigningForm.Outcome {
    form.checked(firstAudience: .nobody, countries: countries)
  }

  @Test(arguments: People.all)
  func `a complete form becomes a signer`(person: Person) throws {
    let form = SigningForm(
      name: person.name, email: " \(person.email) ", reason: " One.\r\n\r\nTwo. ", country: "MM",
      audience: "target", wantsUpdates: true, wantsReminder: true)
    guard case .accepted(let signer) = Self.outcome(form) else {
      Issue.record("the form was refused")
      return
    }
    #expect(signer.name.text == person.name)
    #expect(signer.email.text == person.email)
    #expect(signer.reason == "One.\n\nTwo.")
    #expect(signer.country == "MM")
    #expect(signer.audience == .target)
    #expect(signer.wantsUpdates)
    #expect(signer.wantsReminder)
  }

  @Test func `what is left out stands for the first audience, no country and no updates`() {
    guard case .accepted(let signer) = Self.outcome(Self.form()) else {
      Issue.record("the form was refused")
      return
    }
    #expect(signer.audience == .nobody)
    #expect(signer.country == nil)
    #expect(signer.reason.isEmpty)
    #expect(!signer.wantsUpdates)
  }

  @Test(arguments: [
    (form(name: ""), Refusal.nameMissing),
    (form(name: String(repeating: "n", count: 201)), .nameTooLong),
    (form(name: "42"), .nameWithoutLetter), (form(name: "www.example.org"), .nameWithLink),
    (form(name: "<i>Ann"), .nameWithMarkup), (form(name: "ann@home"), .nameIsEmailAddress),
    (form(name: "=Ann"), .nameBeginsLikeFormula),
    (form(email: " "), .emailMissing), (form(email: "ann.example.org"), .emailWithoutAt),
    (form(email: "ann@bo@example.org"), .emailWithSeveralAts),
    (form(email: String(repeating: "a", count: 65) + "@example.org"), .emailTooLong),
    (form(email: "ann@localhost"), .emailMalformed),
    (form(email: "an n@example.org"), .emailMalformed),
    (form(email: "ann@example.org\r\nBcc: bo@example.org"), .emailMalformed),
    (form(reason: String(repeating: "r", count: 501)), .reasonTooLong),
    (form(reason: String(repeating: "👩🏽‍🌾", count: 134)), .reasonTooLong),
    (form(reason: String(repeating: " ", count: 4_001)), .reasonTooLong),
    (form(reason: "Read https://example.org"), .reasonWithLink),
    (form(country: "XX"), .countryUnknown), (form(country: "de"), .countryUnknown),
    (form(audience: "everybody"), .audienceUnknown), (form(audience: "Public"), .audienceUnknown),
  ])
  func `each mistake is told by its reason, beside its field`(
    form: SigningForm, refusal: Refusal
  ) throws {
    #expect(Self.outcome(form) == .refused([refusal]))
    let field = try #require(refusal.field)
    // The field that differs from a form without mistakes.
    let changed: [SigningForm.Field: Bool] = [
      .name: form.name != Self.form().name, .email: form.email != Self.form().email,
      .reason: !form.reason.isEmpty, .country: !form.country.isEmpty,
      .audience: !form.audience.isEmpty,
    ]
    #expect(changed[field] == true)
  }

  @Test(arguments: [Refusal.formExpired, .petitionClosed, .tooManyRequests])
  func `a reason that no field can mend belongs to the form`(refusal: Refusal) {
    #expect(refusal.field == nil)
  }

  @Test func `all mistakes are told at once, in the order of the fields`() {
    let form = Self.form(
      name: "=1", email: "@", reason: "http://", country: "?", audience: "?")
    #expect(
      Self.outcome(form)
        == .refused([
          .nameBeginsLikeFormula, .emailMalformed, .reasonWithLink, .countryUnknown,
          .audienceUnknown,
        ]))
    #expect(Self.outcome(SigningForm()) == .refused([.nameMissing, .emailMissing]))
  }

  @Test(arguments: [
    String(repeating: "r", count: 500), String(repeating: "🌻", count: 500),
    String(repeating: "e\u{301}", count: 500), String(repeating: "a\r\n", count: 250),
  ])
  func `a reason of 500 characters and 2,000 bytes is taken`(reason: String) {
    guard case .accepted(let signer) = Self.outcome(Self.form(reason: reason)) else {
      Issue.record("the form was refused")
      return
    }
    #expect(signer.reason.utf8.count <= SigningForm.reasonByteLimit)
    #expect(signer.reason.count <= SigningForm.reasonLimit)
  }
}
