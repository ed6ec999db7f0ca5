import Cryptography
import EmailAddresses
import HTTPServer
import PetitionStore

extension Site {
  /// Takes the reports of a relay about mails that came back, from whoever knows the secret.
  ///
  /// Nothing of a report is logged or answered but how many there were.
  func noteBounces(_ visit: Visit) async throws -> Response {
    guard let secret = settings.bounceSecret,
      let shown = BearerToken(visit.request.headers["Authorization"]), shown.isEqual(to: secret)
    else { throw PageFailure.unauthorized }
    let reports: BounceReports
    do throws(BodyError) {
      reports = try visit.request.json(BounceReports.self)
    } catch {
      return problem(reportsProblem(error))
    }
    guard reports.all.count <= BounceReports.limit else { return problem(tooManyReports) }
    let (bounces, errors) = reports.checked
    guard errors.isEmpty else {
      return problem(
        Problem(
          title: "Some reports are wrong, and none was counted", status: 422, detail: nil,
          errors: errors))
    }
    var counted = 0
    for bounce in bounces {
      counted += try await store.noteBounce(of: bounce.email, bounce.kind, at: visit.now)
    }
    var fields = headers.personal
    fields.set("Content-Type", "application/json")
    return Response(
      headers: fields,
      body: try PetitionJSON.bytes(BounceReports.Answer(received: bounces.count, counted: counted)))
  }

  private func reportsProblem(_ error: BodyError) -> Problem {
    Problem(
      title: "The reports could not be read", status: PageFailure.badForm(error).status.code,
      detail: "Send JSON: an object like {\"email\": \"name@example.org\", \"kind\": \"hard\"}, or "
        + "an array of such objects.",
      errors: nil)
  }

  private var tooManyReports: Problem {
    Problem(
      title: "These are too many reports", status: 422,
      detail: "Send at most \(BounceReports.limit) at once.", errors: nil)
  }
}

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

/// The secret that a program shows in `Authorization: Bearer …` (RFC 6750, section 2.1).
struct BearerToken {
  private let token: String

  /// - Returns: nil for a field of another scheme, and for none.
  init?(_ field: String?) {
    guard let field else { return nil }
    let parts = field.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    token = String(parts[1].drop { $0 == " " })
  }

  /// Compares in a time that depends on the lengths only, since digests are what is compared.
  func isEqual(to secret: String) -> Bool {
    isEqualInConstantTime(
      SHA256.hash(Array(token.utf8)), SHA256.hash(Array(secret.utf8)))
  }
}
