import CCmark
import Glibc

/// Owns the tree that cmark has parsed.
struct MarkdownTree: ~Copyable {
  /// One step of a walk, which enters and leaves each node that can have children.
  struct Step {
    let node: OpaquePointer
    let kind: cmark_node_type
    let isEntering: Bool
  }

  private let root: OpaquePointer

  /// The number of nodes from the root to the deepest one.
  var depth: Int {
    var depth = 0
    var deepest = 0
    walk { step in
      depth += step.isEntering ? 1 : -1
      deepest = max(deepest, depth)
      // Leaves are entered and not left.
      if step.isEntering, Self.isLeaf(step.kind) { depth -= 1 }
    }
    return deepest
  }

  /// Parses; cmark stops the program when there is no memory, so there is always a tree.
  init(_ text: String) {
    var text = text
    root = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        // An empty buffer may have no address, which cmark does not mind together with a length of
        // 0.
        guard let document = cmark_parse_document($0.baseAddress, $0.count, CMARK_OPT_VALIDATE_UTF8)
        else { fatalError("cmark_parse_document answers every text with a document") }
        return document
      }
    }
  }

  deinit {
    cmark_node_free(root)
  }

  /// The tree as cmark writes it, without raw HTML (the option that would allow it is not given).
  func html() -> String {
    guard let text = cmark_render_html(root, CMARK_OPT_DEFAULT) else { return "" }
    defer { free(text) }
    return String(cString: text)
  }

  /// Calls back for each step; the tree must not change meanwhile.
  func walk(_ body: (Step) -> Void) {
    let iterator = cmark_iter_new(root)
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { return }
      body(
        Step(
          node: node, kind: cmark_node_get_type(node), isEntering: event == CMARK_EVENT_ENTER))
    }
  }

  /// Whether the walk enters nodes of this kind without leaving them.
  static func isLeaf(_ kind: cmark_node_type) -> Bool {
    switch kind {
    case CMARK_NODE_TEXT, CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK, CMARK_NODE_CODE,
      CMARK_NODE_HTML_INLINE, CMARK_NODE_HTML_BLOCK, CMARK_NODE_CODE_BLOCK,
      CMARK_NODE_THEMATIC_BREAK:
      true
    default: false
    }
  }

  /// The text that a leaf holds.
  static func literal(_ node: OpaquePointer) -> String {
    cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
  }
}
