import Localization
import Petitions

extension Words {
  /// The sentence that tells a person why they were turned down and what helps.
  func callAsFunction(_ refusal: Refusal) -> String {
    switch refusal {
    case .nameMissing: self("Enter your name.")
    case .nameTooLong: self("This name is too long for the list. Enter a shorter form of it.")
    case .nameWithoutLetter: self("A name needs at least one letter.")
    case .nameWithLink: self("A name cannot contain a web address.")
    case .nameWithMarkup: self("A name cannot contain the characters < and >.")
    case .nameIsEmailAddress:
      self("This looks like an email address. Enter your name here and your email address below.")
    case .nameBeginsLikeFormula: self("A name cannot begin with =, +, - or @.")
    case .emailMissing:
      self("Enter your email address. You need it to confirm your signature.")
    case .emailWithoutAt: self("An email address contains an @, like name@example.org.")
    case .emailWithSeveralAts: self("An email address contains only one @, like name@example.org.")
    case .emailTooLong: self("This email address is too long. It can have at most 254 characters.")
    case .emailMalformed:
      self("Check this email address. It should look like name@example.org.")
    case .reasonTooLong:
      self(
        "This text is too long. It can have at most {limit} characters.",
        ["limit": number(SigningForm.reasonLimit)])
    case .reasonWithLink: self("This text cannot contain a web address.")
    case .countryUnknown: self("Choose a country from the list, or none.")
    case .audienceUnknown: self("Choose who can see your name.")
    case .formExpired:
      self(
        "This page was open for a long time. Everything you typed is still here: please sign again."
      )
    case .petitionClosed: self("This petition is closed. It no longer accepts signatures.")
    case .tooManyRequests:
      self(
        "Too many signatures are coming from your network at the moment. Everything you typed is still here: please try again in a few minutes."
      )
    }
  }

  /// The name of an audience, as the choice of a form.
  func callAsFunction(_ audience: Audience) -> String {
    switch audience {
    case .public: self("Everyone: my name is on the public list")
    case .target: self("Only the people who receive the letter")
    case .organiser: self("Only the people who run this petition")
    case .nobody: self("Nobody: my signature counts without my name")
    }
  }
}
