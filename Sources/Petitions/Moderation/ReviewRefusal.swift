/// A reason why a moderator's form is turned down; the site has a sentence for each.
public enum ReviewRefusal: Sendable, Hashable, CaseIterable {
  case decisionMissing
  case reasonMissing
  case reasonUnknown
  case messageTooLong
  case returnedTooOften
  case timeMissing
  case timeMalformed
  case timeInThePast
  case timeTooFar
  case otherMissing
  case otherUnknown
  case otherIsItself
  case otherIsMerged
  case keyMalformed
  case keyTaken
  case textMissing
  case textTooLong
  case explanationTooLong
  case noteMissing
  case noteTooLong
  case ownPetition
  case notAllowed
  case claimedByAnother
  case outdated
  case wrongState
  case incomplete
  case amendmentWaits
  case nothingChanged

  /// The field of the form that the reason belongs to; nil for the form as a whole.
  public var field: ReviewField? {
    switch self {
    case .decisionMissing, .returnedTooOften: .decision
    case .reasonMissing, .reasonUnknown: .reasons
    case .messageTooLong: .message
    case .timeMissing, .timeMalformed, .timeInThePast, .timeTooFar: .time
    case .otherMissing, .otherUnknown, .otherIsItself, .otherIsMerged: .other
    case .keyMalformed, .keyTaken: .key
    case .textMissing, .textTooLong: .text
    case .explanationTooLong: .explanation
    case .noteMissing, .noteTooLong: .note
    case .ownPetition, .notAllowed, .claimedByAnother, .outdated, .wrongState, .incomplete,
      .amendmentWaits, .nothingChanged:
      nil
    }
  }
}

/// The fields of moderators' forms that a message can stand beside.
public enum ReviewField: String, Sendable, Hashable, CaseIterable {
  case decision, reasons, message, time, other, key, text, explanation, note
}

/// A moderator's text was turned down.
public struct ReviewRefused: Error, Hashable {
  /// Why; never empty.
  public let refusals: [ReviewRefusal]

  /// - Parameter refusals: in the order of the fields; at least one.
  public init(_ refusals: [ReviewRefusal]) {
    self.refusals = refusals
  }
}
