import HTTPServer
import Localization
import Markup
import PetitionStore
import Petitions
public import SQLDatabase

/// A request that cannot be answered as asked, each with a page of its own.
enum PageFailure: Error, Equatable {
  case notFound
  /// The link of a mail with letters missing or added.
  case brokenLink
  /// The link of a mail that expired, or whose signature was confirmed by another mail.
  case deadLink
  case signedBefore
  /// An address for ending news that nobody was given, or whose signature is gone.
  case unknownUnsubscription
  /// The link at the end of news that its author sent to themselves.
  case trialOfNews
  /// A program without the secret that it needs.
  case unauthorized
  case petitionClosed
  /// The petition was taken down, or leads to another one.
  case takenDown

  /// An emergency switch keeps it from happening.
  case paused(SiteSwitch)
  /// Only for people who are signed in.
  case signInNeeded
  /// A link that signs in which was used, or is too old.
  case usedSignInLink
  /// The link of a draft that nobody was given, or that was deleted or expired.
  case deadDraft
  /// The link of a mail that submits a petition which was used, is too old, or is not the last one.
  case deadSubmission

  /// Only for people who have just shown who they are.
  case proofNeeded

  /// A link to a file which was for somebody else, or is too old.
  case oldDownload
  /// Not for this account.
  case forbidden
  /// A form that was opened before somebody signed out, or in.
  case otherSession
  case otherOrigin
  case badForm(BodyError)
  case methodNotAllowed([HTTPServer.Method])
  /// The server could not read the request, or it was too large.
  case refused(Status)
  /// So many forms come from one network that it does not even get them back.
  case tooManyRequests
  case unavailable
  case internalError

  var status: Status {
    switch self {
    case .notFound, .brokenLink: .notFound
    case .deadLink: .gone
    case .unknownUnsubscription: .notFound
    case .unauthorized: .unauthorized
    case .signedBefore, .trialOfNews: .ok
    case .paused: .serviceUnavailable
    case .petitionClosed: .conflict
    case .signInNeeded, .forbidden, .otherSession, .otherOrigin, .proofNeeded: .forbidden
    case .usedSignInLink, .deadDraft, .deadSubmission, .oldDownload, .takenDown: .gone
    case .badForm(.unsupportedType): .unsupportedMediaType
    case .badForm: .badRequest
    case .methodNotAllowed: .methodNotAllowed
    case .refused(let status): status
    case .tooManyRequests: .tooManyRequests
    case .unavailable: .serviceUnavailable
    case .internalError: .internalServerError
    }
  }

  /// What stands on the page: a heading and what helps.
  func message(in words: Words) -> (title: String, text: [String]) {
    switch self {
    case .notFound:
      (
        words("This page does not exist"),
        [words("Check the address for typing mistakes. The page may also have been removed.")]
      )
    case .brokenLink:
      (
        words("This link is not complete"),
        [
          words(
            "Long links in emails are sometimes split over two lines. Copy the whole link into the address bar of your browser."
          )
        ]
      )
    case .deadLink:
      (
        words("This link no longer works"),
        [
          words(
            "It was not used within seven days, or you confirmed with the link from another email."),
          words(
            "If you confirmed with another email, use the link in that one. If not, simply sign again: nobody is counted twice."
          ),
        ]
      )
    case .signedBefore:
      (
        words("Your signature is already on the list"),
        [words("You confirmed it with the link from another email. Nothing was counted twice.")]
      )
    case .unknownUnsubscription:
      (
        words("This link is not known here"),
        [
          words(
            "Perhaps a part of it is missing: copy the whole link from the email into the address bar of your browser."
          ),
          words("If you have withdrawn your signature, you get no more news in any case."),
        ]
      )
    case .trialOfNews:
      (
        words("This link came with a trial of the news"),
        [words("For those who signed, it leads to a page with a button.")]
      )
    case .unauthorized:
      (words("This request needs the right secret"), [])
    case .petitionClosed:
      (
        words("This petition is closed"),
        [
          words(
            "It no longer accepts signatures. The list stays public."
          )
        ]
      )
    case .takenDown:
      (
        words("This petition is not here any more"),
        [words("Its address says why.")]
      )
    case .paused(let pause):
      (
        SwitchWords(words: words).notice(pause.kind),
        [pause.reason, words("Nothing was changed. Please try again later.")]
      )
    case .signInNeeded:
      (words("Please sign in"), [words("This page is for people with an account.")])
    case .proofNeeded:
      (words("Please show again who you are"), [])
    case .usedSignInLink:
      (
        words("This link no longer works"),
        [
          words(
            "It was used already, or is too old. Ask for a new one on the page where you sign in.")
        ]
      )
    case .deadDraft:
      (
        words("There is no such draft"),
        [words("It was deleted, or nobody has changed it for so long that it was deleted.")]
      )
    case .deadSubmission:
      (
        words("This link no longer works"),
        [
          words(
            "The petition was sent already, or the link is too old, or a newer email has another link. Open your draft and look there."
          )
        ]
      )
    case .oldDownload:
      (
        words("This link no longer works"),
        [words("Links to files work for a few minutes only. Make a new one at your desk.")]
      )
    case .forbidden:
      (
        words("This page is not for your account"),
        [words("If you need it for your work, ask an administrator of this site.")]
      )
    case .otherSession:
      (
        words("This form is from before you signed in"),
        [words("Nothing was changed. Go back, load the page again, and send the form once more.")]
      )
    case .otherOrigin:
      (
        words("This form came from another site"),
        [words("For your safety, nothing was changed. Open the page on this site and try again.")]
      )
    case .badForm:
      (
        words("The form could not be read"),
        [words("Go back and send it again. What you typed should still be there.")]
      )
    case .methodNotAllowed:
      (words("This page cannot be used in this way"), [])
    case .refused(.payloadTooLarge):
      (
        words("This is too large to send"),
        [words("Go back and shorten your text. What you typed should still be there.")]
      )
    case .refused:
      (words("The request could not be read"), [])
    case .tooManyRequests:
      (
        words("Too many forms"),
        [
          words(
            "Too many forms come from your network at the moment. Go back, where what you typed should still be, and try again in a few minutes."
          )
        ]
      )
    case .unavailable:
      (
        words("The site is busy"),
        [
          words(
            "Please go back and try again in a few seconds. What you typed should still be there."
          )
        ]
      )
    case .internalError:
      (
        words("Something went wrong on our side"),
        [words("The error has been recorded. Please try again in a few minutes.")]
      )
    }
  }
}

extension Site {
  /// The page, or the JSON, that belongs to a failure.
  func answer(_ failure: PageFailure, _ visit: Visit, _ route: Route? = nil) -> Response {
    let message = failure.message(in: visit.words)
    var response: Response
    if route?.isForPrograms == true || visit.isByProgram {
      response = problem(
        Problem(
          title: message.title, status: failure.status.code,
          detail: message.text.isEmpty ? nil : message.text.joined(separator: " "), errors: nil))
    } else {
      let page = MessagePage(context: visit.context, title: message.title, text: message.text)
      response = personalPage(page.bytes, status: failure.status)
    }
    if case .methodNotAllowed(let methods) = failure {
      response.headers.set(
        "Allow", Response.methodNotAllowed(allow: methods).headers["Allow"] ?? "")
    }
    if failure == .unauthorized { response.headers.set("WWW-Authenticate", "Bearer") }
    if failure == .unavailable { response.headers.set("Retry-After", "5") }
    if failure == .tooManyRequests { response.headers.set("Retry-After", "60") }
    return response
  }

  /// - Parameter hasScript: whether the page may run a script of this site.
  func personalPage(
    _ bytes: [UInt8], status: Status = .ok, hasScript: Bool = false
  ) -> Response {
    var fields = hasScript ? headers.personalWithScript : headers.personal
    fields.set("Content-Type", "text/html; charset=utf-8")
    return Response(status: status, headers: fields, body: bytes)
  }

  func problem(_ problem: Problem) -> Response {
    var fields = headers.personal
    fields.set("Content-Type", "application/problem+json")
    // A value of strings and numbers always encodes; an empty body still has its status.
    let body = (try? PetitionJSON.bytes(problem)) ?? []
    return Response(status: Status(problem.status), headers: fields, body: body)
  }

  func plain(_ text: String) -> Response {
    var fields = headers.personal
    fields.set("Content-Type", "text/plain; charset=utf-8")
    return Response(headers: fields, body: Array(text.utf8))
  }

  /// See Other: the browser goes on with a GET.
  func redirect(to link: LocalizedLink) -> Response {
    var response = Response.redirect(to: link.address)
    response.headers.add(headers.personal)
    return response
  }
}

/// An error after which trying again may help.
protocol Unavailability: Error {
  var isTemporary: Bool { get }
}

extension DatabaseError: Unavailability {
  var isTemporary: Bool {
    switch code {
    case .busy, .overloaded, .failed, .outcomeUnknown, .full, .inputOutput, .cannotOpen,
      .unreachable, .closed:
      true
    case .constraint, .readOnly, .corrupt, .decoding, .invalidValue, .statement, .fileExists,
      .migration:
      false
    }
  }
}

extension StoreError: Unavailability {
  var isTemporary: Bool { self == .tooManyMailsWait }
}

extension PageUnavailable: Unavailability {
  var isTemporary: Bool { true }
}
