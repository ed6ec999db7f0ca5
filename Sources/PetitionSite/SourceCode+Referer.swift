import HTTPServer
import Petitions

extension SourceCode {
  /// The code in the address of the page that a form was on, as the browser tells it.
  ///
  /// - Parameter referer: the header field (RFC 9110, 10.1.3); any other site can have made it up, as it
  ///   can make up the address itself.
  init?(referer: String?) {
    guard let referer, let mark = referer.utf8.firstIndex(of: UInt8(ascii: "?")) else { return nil }
    let query = referer[referer.index(after: mark)...].prefix { $0 != "#" }
    guard let code = QueryItems(String(query))["from"] else { return nil }
    self.init(code)
  }
}
