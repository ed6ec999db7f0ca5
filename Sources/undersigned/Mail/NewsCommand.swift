import EmailAddresses
import Mail
import Petitions

/// The words after `news`.
enum NewsCommand: Sendable {
  case draft(Slug, file: String, News.Kind)
  case list
  case show(News.ID)
  case test(News.ID, EmailAddress)
  case send(News.ID)
  case stop(News.ID)

  /// How the words are to be.
  static let usage = """
    undersigned news draft ADDRESS FILE [--outcome]
        news of the petition /petitions/ADDRESS: the subject on the first line, then Markdown
    undersigned news list | show NUMBER | stop NUMBER
        what there is, how it will look and how far it is; stop holds what was not sent yet
    undersigned news test NUMBER EMAIL
        sends it to one address, which must come before sending it to all
    undersigned news send NUMBER
        sends it to all signers who asked for news, once each; goes on where it was stopped
    """

  init(arguments: [String]) throws {
    var rest = arguments[...]
    let verb = rest.popFirst()
    switch verb {
    case "draft":
      let isOutcome = rest.contains("--outcome")
      rest.removeAll { $0 == "--outcome" }
      guard let slug = rest.popFirst().flatMap(Slug.init(address:)), let file = rest.popFirst()
      else {
        throw UsageError(message: "news draft needs /petitions/ADDRESS of a petition, and a file")
      }
      self = .draft(slug, file: file, isOutcome ? .outcome : .news)
    case "list": self = .list
    case "show": self = .show(try Self.number(&rest))
    case "send": self = .send(try Self.number(&rest))
    case "stop": self = .stop(try Self.number(&rest))
    case "test":
      let number = try Self.number(&rest)
      guard let email = rest.popFirst().flatMap({ try? EmailAddress(parsing: $0) }) else {
        throw UsageError(message: "news test needs an email address")
      }
      self = .test(number, email)
    default: throw UsageError(message: "news draft, list, show, test, send or stop?")
    }
    guard rest.isEmpty else {
      throw UsageError(message: "too many words: \(rest.joined(separator: " "))")
    }
  }

  private static func number(_ rest: inout ArraySlice<String>) throws -> News.ID {
    guard let number = rest.popFirst().flatMap({ Int64($0) }) else {
      throw UsageError(message: "which news? `undersigned news list` shows the numbers")
    }
    return News.ID(rawValue: number)
  }
}

extension Slug {
  /// Takes what people copy: `https://petitions.example.org/petitions/NAME`, `/petitions/NAME`, `NAME`.
  init?(address: String) {
    self.init(address.split(separator: "/").last ?? "")
  }
}
