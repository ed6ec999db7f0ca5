import HTTPServer
import Localization
import Mail

/// Every mail as it would be sent, for those who develop the site.
extension Site {
  /// The list of all of them.
  func mailPreviews(_ visit: Visit) -> Response {
    let languages = localizations.languages.compactMap { localizations.words(for: $0.code) }
    return personalPage(MailPreviewsPage(context: visit.context, languages: languages).bytes)
  }

  /// One part of one mail.
  func mailPreview(_ file: String, _ visit: Visit) throws -> Response {
    guard let preview = MailPreview(file: file) else { throw PageFailure.notFound }
    let message = try preview.sample.message(
      visit.words, settings, isDiscreet: preview.isDiscreet)
    switch preview.part {
    case .text: return plain(message.text)
    case .source:
      return plain(String(decoding: try message.bytes(boundary: "sample"), as: UTF8.self))
    case .html:
      var response = personalPage(Array((message.html ?? "").utf8))
      response.headers.set(
        "Content-Security-Policy",
        "default-src 'none'; style-src \(MailStyle.policySource); base-uri 'none'; "
          + "form-action 'none'; frame-ancestors 'none'")
      return response
    }
  }
}
