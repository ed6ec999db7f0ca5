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
