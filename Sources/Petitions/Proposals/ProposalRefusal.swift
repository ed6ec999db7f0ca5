/// Why a petition cannot be sent as it is; the site has a sentence for each.
public struct ProposalRefusal: Sendable, Hashable, Error {
  /// What is wrong with a field.
  public enum Reason: Sendable, Hashable {
    /// Nothing was typed or chosen.
    case missing
    /// So many characters are allowed; where these are kept, the bytes are too many.
    case tooLong(limit: Int)
    /// A web address stands where none belongs.
    case withLink
    /// There is no such choice.
    case unknown
    /// More of these than so many.
    case tooMany(limit: Int)
    /// No day of the calendar.
    case dayMalformed
    /// Before the first day that can be chosen.
    case dayTooEarly
    /// After so many days from today.
    case dayTooLate(days: Int)
    /// Not whole numbers from 1, each higher than the one before.
    case milestonesMalformed
    /// What is wrong with a name or an address, as in every other form.
    case person(Refusal)
    /// The story cannot be shown, as where its lists are nested too deep.
    case storyUnreadable
    /// What is wrong with a photo.
    case photo(PhotoProblem)
  }

  /// What is wrong with a photo.
  public enum PhotoProblem: String, Sendable, Hashable, CaseIterable {
    case tooLarge
    case notAPhoto
    case tooManyPixels
    case damaged
    /// As many photos as can be are being read; it helps to try again.
    case busy
  }

  /// Where it is wrong.
  public let field: ProposalField
  /// What is wrong.
  public let reason: Reason

  /// A reason beside its field.
  public init(_ field: ProposalField, _ reason: Reason) {
    self.field = field
    self.reason = reason
  }

  /// The step on which it can be mended.
  public var stage: ProposalStage { ProposalStage(of: field) }
}
