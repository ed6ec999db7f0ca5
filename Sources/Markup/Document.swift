extension HTML {
  /// A complete document: the doctype and the root element.
  public static func document(
    language: String, direction: TextDirection, @HTMLBuilder content: () -> HTML
  ) -> HTML {
    .sequence([
      .literal("<!doctype html>"),
      html(.lang(language), .dir(direction)) { content() },
    ])
  }

  /// Structured data for search engines (JSON-LD), which no browser runs.
  ///
  /// - Parameter json: valid JSON; every `<` in it is written as `\u003c`, so that no value can
  ///   end the element (HTML Standard, 4.12.1.3).
  public static func structuredData(_ json: String) -> HTML {
    let safe = String(
      decoding: json.utf8.flatMap { byte in
        byte == UInt8(ascii: "<") ? Array(#"\u003c"#.utf8) : [byte]
      }, as: UTF8.self)
    return .sequence([
      .literal(#"<script type="application/ld+json">"#),
      HTML(.trusted(safe)),
      .literal("</script>"),
    ])
  }
}

/// Markdown that went through safe mode and is ready to stand in a page.
public struct RenderedMarkdown: Sendable, Hashable {
  /// The HTML.
  public let html: String

  /// Takes back what ``Markdown`` rendered earlier and a store kept.
  public init(rendered html: String) {
    self.html = html
  }
}
