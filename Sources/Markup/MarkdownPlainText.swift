import CCmark

extension MarkdownTree {
  /// The words of the tree: see `Markdown.plainText`.
  func plainText(showingLinks: Bool) -> String {
    var output = PlainTextOutput(showingLinks: showingLinks)
    walk { output.take($0) }
    return output.text
  }
}

/// Collects words while a tree is walked.
private struct PlainTextOutput {
  private(set) var text = ""

  private let showingLinks: Bool

  /// The numbers of the lists around the place: the next number, or nil in a list without.
  private var lists: [Int?] = []

  /// What stands before the next words.
  private var pending = ""

  init(showingLinks: Bool) {
    self.showingLinks = showingLinks
  }

  mutating func take(_ step: MarkdownTree.Step) {
    switch step.kind {
    case CMARK_NODE_TEXT, CMARK_NODE_CODE, CMARK_NODE_HTML_INLINE:
      append(MarkdownTree.literal(step.node))
    case CMARK_NODE_SOFTBREAK: append(" ")
    case CMARK_NODE_LINEBREAK: append("\n")
    case CMARK_NODE_CODE_BLOCK, CMARK_NODE_HTML_BLOCK:
      beginBlock()
      let literal = MarkdownTree.literal(step.node)
      append(literal.utf8.last == 0x0A ? String(literal.dropLast()) : literal)
    case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING:
      if step.isEntering { beginBlock() }
    case CMARK_NODE_LIST: takeList(step)
    case CMARK_NODE_ITEM: takeItem(step)
    case CMARK_NODE_LINK:
      if !step.isEntering, showingLinks { appendAddress(of: step.node) }
    default: break
    }
  }

  private mutating func takeList(_ step: MarkdownTree.Step) {
    if step.isEntering {
      let isNumbered = cmark_node_get_list_type(step.node) == CMARK_ORDERED_LIST
      lists.append(isNumbered ? Int(cmark_node_get_list_start(step.node)) : nil)
    } else {
      _ = lists.popLast()
    }
  }

  private mutating func takeItem(_ step: MarkdownTree.Step) {
    guard step.isEntering, let list = lists.last else { return }
    if let number = list { lists[lists.count - 1] = number + 1 }
    let mark = list.map { "\($0). " } ?? "- "
    // Items stand line under line; the indent shows how deep a list is, up to eight levels.
    let indent = String(repeating: "  ", count: min(lists.count - 1, 8))
    let isFirst = cmark_node_previous(step.node) == nil && lists.count == 1
    pending = (text.isEmpty ? "" : isFirst ? "\n\n" : "\n") + indent + mark
  }

  private mutating func beginBlock() {
    if pending.isEmpty, !text.isEmpty { pending = "\n\n" }
  }

  private mutating func append(_ words: String) {
    text += pending
    pending = ""
    text += words
  }

  private mutating func appendAddress(of node: OpaquePointer) {
    let url = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
    let shown = url.hasPrefix("mailto:") ? String(url.dropFirst(7)) : url
    // An address in angle brackets is its own words.
    guard AllowedLink.isAllowed(url), !text.hasSuffix(shown) else { return }
    append(" <\(url)>")
  }
}
