import EmailAddresses

/// A reason why a report is turned down; the site has a sentence for each.
public enum ReportRefusal: Sendable, Hashable, CaseIterable {
  case kindMissing
  case textMissing
  case textTooLong
  case emailMalformed
  case tooManyReports

  /// The field of the form that the reason belongs to; nil for the form as a whole.
  public var field: ReportForm.Field? {
    switch self {
    case .kindMissing: .kind
    case .textMissing, .textTooLong: .text
    case .emailMalformed: .email
    case .tooManyReports: nil
    }
  }
}

/// The form in which a reader reports a petition, as filled in.
public struct ReportForm: Sendable, Hashable {
  /// The fields that a message can stand beside.
  public enum Field: String, Sendable, Hashable, CaseIterable {
    case kind, text, email
  }

  /// What checking a form comes to.
  public enum Outcome: Sendable, Hashable {
    case accepted(PetitionReport)
    /// In the order of the fields; never empty.
    case refused([ReportRefusal])
  }

  /// The kind as sent.
  public var kind: String
  /// The reader's words as typed.
  public var text: String
  /// The address as typed; may be empty.
  public var email: String

  /// A form as somebody filled it in; an empty one by default.
  public init(kind: String = "", text: String = "", email: String = "") {
    self.kind = kind
    self.text = text
    self.email = email
  }

  /// Checks every field, so that a reader hears of all mistakes at once.
  public func checked(limits: ReviewLimits) -> Outcome {
    var refusals: [ReportRefusal] = []
    let kind = PetitionReport.Kind(rawValue: kind)
    if kind == nil { refusals.append(.kindMissing) }
    let text = ReviewText.lines(self.text, length: limits.reportLength)
    if text == nil { refusals.append(.textTooLong) }
    // Moderators cannot find out by themselves what these mean.
    let needsText = kind == .other || kind == .falseClaim || kind == .copied
    if needsText, text?.isEmpty == true { refusals.append(.textMissing) }
    var email: EmailAddress?
    do throws(EmailAddressError) {
      email = try EmailAddress(parsing: self.email)
    } catch  where error == .empty {
      email = nil
    } catch {
      refusals.append(.emailMalformed)
    }
    guard let kind, let text, refusals.isEmpty else { return .refused(refusals) }
    return .accepted(PetitionReport(kind: kind, text: text, email: email))
  }
}
