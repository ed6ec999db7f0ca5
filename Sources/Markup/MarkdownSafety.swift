import CCmark

extension MarkdownTree {
  /// Leaves in the tree only what may stand in a page: see `Markdown`.
  func makeSafe() {
    var nodes: [(node: OpaquePointer, kind: cmark_node_type)] = []
    var highest: Int32 = 6
    walk { step in
      // Children come before the node around them, so a node that is replaced whole has been seen
      // to inside.
      guard !step.isEntering || Self.isLeaf(step.kind) else { return }
      switch step.kind {
      case CMARK_NODE_HEADING:
        highest = min(highest, cmark_node_get_heading_level(step.node))
        nodes.append((step.node, step.kind))
      case CMARK_NODE_LINK, CMARK_NODE_IMAGE, CMARK_NODE_HTML_INLINE, CMARK_NODE_HTML_BLOCK,
        CMARK_NODE_CODE_BLOCK:
        nodes.append((step.node, step.kind))
      default: break
      }
    }
    for (node, kind) in nodes {
      switch kind {
      case CMARK_NODE_HEADING:
        let level = cmark_node_get_heading_level(node) - highest + 2
        cmark_node_set_heading_level(node, min(level, 4))
      case CMARK_NODE_LINK: Self.rewriteLink(node)
      case CMARK_NODE_IMAGE: Self.replace(node, by: Self.words(of: node))
      case CMARK_NODE_HTML_INLINE: Self.replace(node, by: Self.literal(node))
      case CMARK_NODE_HTML_BLOCK: Self.replaceBlock(node)
      // The language of a code block would become a class of the reader's choice.
      default: cmark_node_set_fence_info(node, "")
      }
    }
  }

  /// cmark writes no `rel`, so an allowed link becomes a node that holds its own tags.
  private static func rewriteLink(_ node: OpaquePointer) {
    let url = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
    guard AllowedLink.isAllowed(url) else { return unwrap(node) }
    let link = cmark_node_new(CMARK_NODE_CUSTOM_INLINE)
    let target = AllowedLink.attributeValue(url)
    cmark_node_set_on_enter(link, "<a href=\"\(target)\" rel=\"nofollow noopener\">")
    cmark_node_set_on_exit(link, "</a>")
    while let child = cmark_node_first_child(node) { cmark_node_append_child(link, child) }
    cmark_node_replace(node, link)
    cmark_node_free(node)
  }

  private static func unwrap(_ node: OpaquePointer) {
    while let child = cmark_node_first_child(node) { cmark_node_insert_before(node, child) }
    cmark_node_free(node)
  }

  private static func replace(_ node: OpaquePointer, by text: String) {
    let leaf = cmark_node_new(CMARK_NODE_TEXT)
    cmark_node_set_literal(leaf, text)
    cmark_node_replace(node, leaf)
    cmark_node_free(node)
  }

  /// A block of tags becomes a paragraph in which they can be read.
  private static func replaceBlock(_ node: OpaquePointer) {
    let paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH)
    let leaf = cmark_node_new(CMARK_NODE_TEXT)
    let text = literal(node)
    cmark_node_set_literal(leaf, text.utf8.last == 0x0A ? String(text.dropLast()) : text)
    cmark_node_append_child(paragraph, leaf)
    cmark_node_replace(node, paragraph)
    cmark_node_free(node)
  }

  /// The words below a node whose children are already safe.
  private static func words(of node: OpaquePointer) -> String {
    var text = ""
    let iterator = cmark_iter_new(node)
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE, let inner = cmark_iter_get_node(iterator) else {
        return text
      }
      switch cmark_node_get_type(inner) {
      case CMARK_NODE_TEXT, CMARK_NODE_CODE: text += literal(inner)
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: text += " "
      default: break
      }
    }
  }
}
