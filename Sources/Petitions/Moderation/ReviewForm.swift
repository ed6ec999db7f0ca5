/// The form below a petition in the queue, as a moderator filled it in.
public struct ReviewForm: Sendable, Hashable {
  /// The choices of the form.
  public enum Choice: String, Sendable, Hashable, CaseIterable {
    case giveBack = "return"
    case reject
    case publish
    case publishAt = "publish-at"
  }

  /// The choice as sent.
  public var choice: String
  /// The keys of the ticked reasons, as sent.
  public var reasons: [String]
  /// The message to the organiser as typed.
  public var message: String
  /// The time of publication as typed, in UTC.
  public var time: String

  /// A form as somebody filled it in; an empty one by default.
  public init(
    choice: String = "", reasons: [String] = [], message: String = "", time: String = ""
  ) {
    self.choice = choice
    self.reasons = reasons
    self.message = message
    self.time = time
  }

  /// Checks every field, so that a moderator hears of all mistakes at once.
  ///
  /// - Parameters:
  ///   - list: the site's list of reasons.
  ///   - returns: how often the petition was sent back before.
  ///   - now: UTC milliseconds.
  public func checked(
    against list: [ReviewReason], returns: Int, limits: ReviewLimits, now: Int64
  ) throws(ReviewRefused) -> ReviewDecision {
    var refusals: [ReviewRefusal] = []
    let choice = Choice(rawValue: choice)
    if choice == nil { refusals.append(.decisionMissing) }
    if choice == .giveBack, returns >= limits.returns { refusals.append(.returnedTooOften) }
    let needsReasons = choice == .giveBack || choice == .reject
    let ticked = needsReasons ? ticked(in: list) : []
    if ticked == nil { refusals.append(.reasonUnknown) }
    if needsReasons, ticked?.isEmpty == true { refusals.append(.reasonMissing) }
    let message = ReviewText.lines(message, length: limits.messageLength)
    if message == nil { refusals.append(.messageTooLong) }
    var time: Int64?
    if choice == .publishAt {
      do throws(ReviewRefused) {
        time = try checkedTime(limits, now: now)
      } catch {
        refusals += error.refusals
      }
    }
    guard let choice, let ticked, let message, refusals.isEmpty else {
      throw ReviewRefused(refusals)
    }
    let hidesText = ticked.contains { $0.hidesText }
    return ReviewDecision(
      verdict: verdict(choice, at: time, hidesText: hidesText), reasons: ticked.map(\.key),
      message: message)
  }

  private func verdict(
    _ choice: Choice, at time: Int64?, hidesText: Bool
  ) -> ReviewDecision.Verdict {
    switch choice {
    case .giveBack: .giveBack
    case .reject: .reject(hidesText: hidesText)
    case .publish: .publish
    case .publishAt: time.map { .publishAt($0) } ?? .publish
    }
  }

  /// The ticked reasons in the order of the list; nil where one is not on it or retired.
  private func ticked(in list: [ReviewReason]) -> [ReviewReason]? {
    let keys = Set(reasons)
    let found = list.filter { $0.isInUse && keys.contains($0.key.text) }
    return found.count == keys.count ? found : nil
  }

  private func checkedTime(
    _ limits: ReviewLimits, now: Int64
  ) throws(ReviewRefused) -> Int64 {
    let typed = time.utf8.count <= UTCMinute.limit * 2 ? TypedText.line(time) : time
    guard !typed.isEmpty else { throw ReviewRefused([.timeMissing]) }
    guard let time = UTCMinute(typed)?.milliseconds else { throw ReviewRefused([.timeMalformed]) }
    guard time > now else { throw ReviewRefused([.timeInThePast]) }
    guard time - now <= limits.longestSchedule else { throw ReviewRefused([.timeTooFar]) }
    return time
  }
}
