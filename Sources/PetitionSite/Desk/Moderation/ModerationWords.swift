import Localization
import Markup
import PetitionStore
import Petitions

extension Words {
  /// The sentence that tells a moderator what is wrong with a form and what helps.
  func callAsFunction(_ refusal: ReviewRefusal, _ limits: ReviewLimits) -> String {
    switch refusal {
    case .decisionMissing: self("Choose what to do.")
    case .reasonMissing: self("Tick at least one reason.")
    case .reasonUnknown: self("One of the reasons is not on the list any more. Tick them again.")
    case .messageTooLong: tooLong(limits.messageLength)
    case .returnedTooOften:
      self("It was returned as often as the rules allow. Publish or reject it.")
    case .timeMissing: self("Enter the day and the time.")
    case .timeMalformed: self("Enter the day and the time like 2027-01-31 09:00.")
    case .timeInThePast: self("This time has passed. Enter one to come.")
    case .timeTooFar: self("This time is too far away. Enter one within a year.")
    case .otherMissing: self("Enter the address of the other petition.")
    case .otherUnknown: self("There is no such petition. Copy the address of its page.")
    case .otherIsItself: self("This is the petition itself. Enter the address of the other one.")
    case .otherIsMerged:
      self("That petition leads to another one itself. Enter the address of that.")
    case .keyMalformed: self("Use lower-case letters from a to z, digits and hyphens.")
    case .keyTaken: self("Another reason has this key.")
    case .textMissing: self("Enter the text.")
    case .textTooLong: tooLong(limits.reasonLength)
    case .explanationTooLong: tooLong(limits.explanationLength)
    case .noteMissing: self("Enter the note.")
    case .noteTooLong: tooLong(limits.noteLength)
    case .ownPetition: self("This petition is your own. Somebody else has to decide.")
    case .notAllowed: self("Your account may not do this any more. Nothing was changed.")
    case .claimedByAnother: self("Somebody else works on it. Nothing was changed.")
    case .outdated:
      self("It was changed since you opened this page. Load it again and read it anew.")
    case .wrongState: self("It was decided meanwhile. Nothing was changed.")
    case .incomplete: self("Something is missing for a publication. Return it with the reason.")
    case .amendmentWaits: self("Another change of the text waits for a moderator already.")
    case .nothingChanged: self("The text is the same as before.")
    }
  }

  private func tooLong(_ limit: Int) -> String {
    self("This text is too long. It can have at most {limit} characters.", ["limit": number(limit)])
  }

  /// The sentence that tells a reader what is wrong with a report.
  func callAsFunction(_ refusal: ReportRefusal, _ limits: ReviewLimits) -> String {
    switch refusal {
    case .kindMissing: self("Choose what is wrong.")
    case .textMissing: self("Describe what is wrong, so that we can check it.")
    case .textTooLong: tooLong(limits.reportLength)
    case .emailMalformed: self("Check this email address. It should look like name@example.org.")
    case .tooManyReports:
      self("Many reports come from your network at the moment. Please try again in a few minutes.")
    }
  }

  /// What a reader can report.
  func callAsFunction(_ kind: PetitionReport.Kind) -> String {
    switch kind {
    case .privatePerson: self("It exposes a private person")
    case .hate: self("It incites hatred or violence")
    case .unlawful: self("It is against the law")
    case .falseClaim: self("It says something that is false")
    case .advertising: self("It is advertising or a fraud")
    case .copied: self("It uses a text or a photo without permission")
    case .other: self("Something else")
    }
  }

  /// The name of a part of a petition's text.
  func callAsFunction(_ part: WordingDifference.Part) -> String {
    switch part {
    case .title: self("Title")
    case .targets: self("Addressed to")
    case .goal: self("Goal")
    case .story: self("Reasons")
    case .callToSign: self("Call to sign")
    case .salutation: self("Salutation of the letter")
    case .letter: self("Letter")
    case .closing: self("End of the letter")
    }
  }

  /// How long ago something was, in days, hours or minutes.
  func age(_ milliseconds: Int64) -> String {
    let minutes = Int(clamping: milliseconds / 60_000)
    if minutes < 60 { return self("{count} minute", "{count} minutes", count: minutes) }
    let hours = minutes / 60
    if hours < 48 { return self("{count} hour", "{count} hours", count: hours) }
    return self("{count} day", "{count} days", count: hours / 24)
  }
}

/// Reasons with what they mean.
struct ReasonList {
  let words: Words
  let reasons: [ReviewReason]

  /// The reasons of some keys, in the order of the list.
  init(_ words: Words, _ keys: [ReviewReason.Key], of list: [ReviewReason]) {
    self.words = words
    let keys = Set(keys)
    reasons = list.filter { keys.contains($0.key) }
  }

  var html: HTML {
    reasons.isEmpty
      ? .empty
      : ul(.class("reasons")) {
        for reason in reasons {
          li {
            strong { words.text(of: reason) }
            if !reason.explanation.isEmpty {
              br()
              words.explanation(of: reason)
            }
          }
        }
      }
  }

  /// The same as lines of plain text.
  var text: String {
    reasons.map { reason in
      let explanation = words.explanation(of: reason)
      return explanation.isEmpty
        ? words.text(of: reason) : words.text(of: reason) + ": " + explanation
    }.joined(separator: "\n")
  }
}
