import Localization
import Petitions

extension Words {
  /// The name of a role.
  func callAsFunction(_ role: Role) -> String {
    switch role {
    case .organiser: self("Organiser")
    case .moderator: self("Moderator")
    case .administrator: self("Administrator")
    case .reviewer: self("Reviewer")
    }
  }

  /// What a role may do, in a sentence.
  func explanation(of role: Role) -> String {
    switch role {
    case .organiser: self("Runs petitions of their own.")
    case .moderator: self("Judges petitions and signatures by the public rules.")
    case .administrator: self("Does everything, and decides who may do what.")
    case .reviewer: self("Reads everything at the desk and changes nothing.")
    }
  }

  /// Why a password was not taken, and what helps.
  func callAsFunction(_ problem: NewPassword.Problem) -> String {
    switch problem {
    case .missing: self("Enter a password.")
    case .tooShort:
      self(
        "This password is too short. It needs at least {count} characters.",
        ["count": number(NewPassword.leastCharacters)])
    case .tooLong: self("This password is too long.")
    case .tooSimple: self("This password repeats itself too much.")
    case .isKnown: self("This password is easy to guess: it is your name or your address.")
    case .different: self("The two passwords are not the same.")
    }
  }

  /// Why a person's account was not changed.
  func callAsFunction(_ problem: PersonChange.Problem) -> String {
    switch problem {
    case .reasonMissing: self("Enter a reason. It stands in the journal.")
    case .reasonTooLong: self("This reason is too long.")
    case .yourself: self("You cannot change your own account here. Ask another administrator.")
    case .lastAdministrator:
      self("This is the last administrator. Make somebody else an administrator first.")
    case .unchanged: self("It is so already.")
    }
  }
}
