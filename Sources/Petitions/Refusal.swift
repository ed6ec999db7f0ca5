/// A reason why a person is turned down; the site has a sentence for each.
public enum Refusal: Sendable, Hashable {
  case nameMissing
  case nameTooLong
  case nameWithoutLetter
  case nameWithLink
  case nameWithMarkup
  case nameIsEmailAddress
  case nameBeginsLikeFormula
  case emailMissing
  case emailWithoutAt
  case emailWithSeveralAts
  case emailTooLong
  case emailMalformed
  case reasonTooLong
  case reasonWithLink
  case countryUnknown
  case audienceUnknown
  case formExpired
  case petitionClosed
  case tooManyRequests

  /// The field of the form that the reason belongs to; nil for the form as a whole.
  public var field: SigningForm.Field? {
    switch self {
    case .nameMissing, .nameTooLong, .nameWithoutLetter, .nameWithLink, .nameWithMarkup,
      .nameIsEmailAddress, .nameBeginsLikeFormula:
      .name
    case .emailMissing, .emailWithoutAt, .emailWithSeveralAts, .emailTooLong, .emailMalformed:
      .email
    case .reasonTooLong, .reasonWithLink: .reason
    case .countryUnknown: .country
    case .audienceUnknown: .audience
    case .formExpired, .petitionClosed, .tooManyRequests: nil
    }
  }
}
