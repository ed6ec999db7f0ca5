import EmailAddresses
import PetitionStore

/// What a relay posts: one report, or several.
struct BounceReports: Decodable {
  /// The most reports in one request.
  static let limit = 1_000

  struct Report: Decodable {
    let email: String
    let kind: String
  }

  struct Answer: Encodable {
    let received: Int
    /// How often a bounce was counted for a petition.
    let counted: Int
  }

  let all: [Report]

  init(from decoder: any Decoder) throws {
    if let single = try? Report(from: decoder) {
      all = [single]
    } else {
      all = try [Report](from: decoder)
    }
  }

  /// The reports that can be counted, and what is wrong with the others, by their places from 0.
  var checked: (bounces: [(email: EmailAddress, kind: BounceKind)], errors: [Problem.FieldError]) {
    var bounces: [(email: EmailAddress, kind: BounceKind)] = []
    var errors: [Problem.FieldError] = []
    for (place, report) in all.enumerated() {
      let email = try? EmailAddress(parsing: report.email)
      let kind = BounceKind(rawValue: report.kind)
      if email == nil {
        errors.append(
          Problem.FieldError(
            field: "\(place).email", code: "emailMalformed", message: "This is no email address."))
      }
      if kind == nil {
        errors.append(
          Problem.FieldError(
            field: "\(place).kind", code: "kindUnknown",
            message: "The kind is hard, soft or complaint."))
      }
      if let email, let kind { bounces.append((email, kind)) }
    }
    return (bounces, errors)
  }
}
