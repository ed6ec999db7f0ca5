/// The form in which a moderator takes a petition down.
public struct TakeDownForm: Sendable, Hashable {
  /// The keys of the ticked reasons, as sent.
  public var reasons: [String]
  /// What everybody can read besides, as typed.
  public var statement: String

  /// A form as somebody filled it in; an empty one by default.
  public init(reasons: [String] = [], statement: String = "") {
    self.reasons = reasons
    self.statement = statement
  }

  /// The reasons in the order of the list, and the statement, made fit to keep.
  ///
  /// - Parameter list: the site's list of reasons.
  public func checked(
    against list: [ReviewReason], limits: ReviewLimits
  ) throws(ReviewRefused) -> (reasons: [ReviewReason.Key], statement: String) {
    var refusals: [ReviewRefusal] = []
    let keys = Set(reasons)
    let ticked = list.filter { $0.isInUse && keys.contains($0.key.text) }
    if ticked.count != keys.count {
      refusals.append(.reasonUnknown)
    } else if ticked.isEmpty {
      refusals.append(.reasonMissing)
    }
    let statement = ReviewText.lines(self.statement, length: limits.messageLength)
    if statement == nil { refusals.append(.messageTooLong) }
    guard let statement, refusals.isEmpty else { throw ReviewRefused(refusals) }
    return (ticked.map(\.key), statement)
  }
}
