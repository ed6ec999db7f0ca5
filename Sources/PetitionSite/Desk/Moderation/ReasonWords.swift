import Localization
import Petitions

extension Words {
  /// A reason in this language where it reads as every site's does; as it was written otherwise.
  func text(of reason: ReviewReason) -> String {
    let original = ReviewReason.defaults.first { $0.key == reason.key }
    guard reason.text == original?.text else { return reason.text }
    return switch reason.key.text {
    case "no-action": self("It does not ask for something that anybody can do")
    case "wrong-target": self("It is addressed to somebody who cannot act on it")
    case "unclear": self("It cannot be understood without knowing the matter already")
    case "duplicate": self("There is a petition for the same thing already")
    case "private-person": self("It is about a private person")
    case "false-claim": self("It says something that can be shown to be false")
    case "advertising": self("It advertises something or collects money")
    case "language": self("It is written to insult")
    case "hate": self("It incites hatred or violence")
    case "unlawful": self("Publishing it would break the law")
    default: reason.text
    }
  }

  /// The same for what a reason means.
  func explanation(of reason: ReviewReason) -> String {
    let original = ReviewReason.defaults.first { $0.key == reason.key }
    guard reason.explanation == original?.explanation else { return reason.explanation }
    return switch reason.key.text {
    case "no-action":
      self("Say what should happen, and name a person or a body that can make it happen.")
    case "wrong-target":
      self(
        "Address the letter to whoever decides the matter. If you are not sure who that is, ask us."
      )
    case "unclear":
      self("Explain names and abbreviations, and say in the first sentences what is wrong.")
    case "duplicate":
      self("More names under one letter weigh more than two letters. Sign that one, and share it.")
    case "private-person":
      self(
        "Nobody who holds no public office may be named, shown or made recognisable, nor may addresses, telephone numbers or anything about somebody's health or family be published."
      )
    case "false-claim":
      self("Correct it or give a source that others can check. Opinions are not claims.")
    case "advertising":
      self("Leave out what sells a product, praises a business or asks for donations.")
    case "language":
      self("Criticise what people do as sharply as you like, without insults and swear words.")
    case "hate":
      self(
        "No petition may call for violence, or run down people for their origin, their faith, their sex, a disability, or whom they love."
      )
    case "unlawful":
      self(
        "This is so for libel, for what a court has forbidden, and for texts or photos of others that may not be copied."
      )
    default: reason.explanation
    }
  }
}
