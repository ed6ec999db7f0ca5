import Localization
import Petitions

extension Words {
  /// The sentence that tells a person why they were turned down and what helps.
  func callAsFunction(_ refusal: Refusal) -> String {
    switch refusal {
    case .nameMissing: self("Write your name, as it should stand on the list.")
    case .nameTooLong: self("This name is too long for the list. Write a shorter form of it.")
    case .nameWithoutLetter: self("Write your name with at least one letter.")
    case .nameWithLink: self("A name cannot hold a web address.")
    case .nameWithMarkup: self("A name cannot hold the characters < and >.")
    case .nameIsEmailAddress:
      self("This looks like an email address. Write your name here and the address below.")
    case .nameBeginsLikeFormula: self("A name cannot begin with =, +, - or @.")
    case .emailMissing:
      self("Write your email address. Without it the signature cannot be confirmed.")
    case .emailWithoutAt: self("An email address has an @ in it, as in name@example.org.")
    case .emailWithSeveralAts: self("An email address has only one @, as in name@example.org.")
    case .emailTooLong: self("An email address has at most 254 characters.")
    case .emailMalformed:
      self("This is not a complete email address. It looks like name@example.org.")
    case .reasonTooLong:
      self(
        "The reason is too long: at most {limit} characters.",
        ["limit": number(SigningForm.reasonLimit)])
    case .reasonWithLink: self("The reason cannot hold a web address.")
    case .countryUnknown: self("Choose a country from the list, or none.")
    case .audienceUnknown: self("Choose who may see your name.")
    case .formExpired:
      self(
        "This page was open for a long time. Everything you typed is still here: sign once more.")
    case .petitionClosed: self("This petition is closed. It takes no signatures any more.")
    case .tooManyRequests:
      self(
        "Too many signatures come from your network at the moment. Everything you typed is still here: try again in a few minutes."
      )
    }
  }

  /// The name of an audience, as the choice of a form.
  func callAsFunction(_ audience: Audience) -> String {
    switch audience {
    case .public: self("Everybody: my name stands on the public list")
    case .target: self("Only those whom the letter goes to")
    case .organiser: self("Only the people who run this petition")
    case .nobody: self("Nobody: my signature counts without my name")
    }
  }
}
