/// The form in which administrators write a reason of the public list.
public struct ReviewReasonForm: Sendable, Hashable {
  /// The key as typed; only a new reason has it from the form.
  public var key: String
  /// The short text as typed.
  public var text: String
  /// The explanation as typed.
  public var explanation: String
  /// Whether the text of a rejected petition is hidden.
  public var hidesText: Bool
  /// Whether moderators can tick it.
  public var isInUse: Bool

  /// A form as somebody filled it in; that of a new reason by default.
  public init(
    key: String = "", text: String = "", explanation: String = "", hidesText: Bool = false,
    isInUse: Bool = true
  ) {
    self.key = key
    self.text = text
    self.explanation = explanation
    self.hidesText = hidesText
    self.isInUse = isInUse
  }

  /// The form filled with a reason.
  public init(_ reason: ReviewReason) {
    self.init(
      key: reason.key.text, text: reason.text, explanation: reason.explanation,
      hidesText: reason.hidesText, isInUse: reason.isInUse)
  }

  /// Checks every field, so that all mistakes are told at once.
  ///
  /// - Parameter taken: the keys that no new reason may have.
  public func checked(
    taken: Set<ReviewReason.Key>, limits: ReviewLimits
  ) throws(ReviewRefused) -> ReviewReason {
    var refusals: [ReviewRefusal] = []
    let key = ReviewReason.Key(
      self.key.utf8.count <= ReviewReason.Key.limit * 2 ? TypedText.line(self.key) : self.key)
    if let key {
      if taken.contains(key) { refusals.append(.keyTaken) }
    } else {
      refusals.append(.keyMalformed)
    }
    let text = ReviewText.line(self.text, length: limits.reasonLength)
    if text == nil { refusals.append(.textTooLong) }
    if text?.isEmpty == true { refusals.append(.textMissing) }
    let explanation = ReviewText.lines(self.explanation, length: limits.explanationLength)
    if explanation == nil { refusals.append(.explanationTooLong) }
    guard let key, let text, let explanation, refusals.isEmpty else {
      throw ReviewRefused(refusals)
    }
    return ReviewReason(
      key: key, text: text, explanation: explanation, hidesText: hidesText, isInUse: isInUse)
  }
}
