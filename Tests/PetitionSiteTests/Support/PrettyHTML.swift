/// Writes a page one element a line, so that a change of it reads well.
///
/// Runs of options are shortened to their first and last, and line breaks between elements are left
/// out. `␣` and `⏎` stand for white space at the ends of a text and for line breaks in it.
struct PrettyHTML {
  private enum Node {
    case text(String)
    indirect case element(tag: String, name: String, children: [Node])
  }

  private static let void: Set<String> = [
    "meta", "link", "img", "source", "input", "br", "hr", "?xml",
  ]
  private static let width = 100
  private static let shownOptions = 2

  private var rest: Substring
  private var lines: [String] = []

  static func lines(of html: String) -> [String] {
    var printer = PrettyHTML(rest: html[...])
    for node in printer.nodes(until: nil) { printer.print(node, depth: 0) }
    return printer.lines
  }

  private init(rest: Substring) {
    self.rest = rest
  }

  private mutating func nodes(until name: String?) -> [Node] {
    var nodes: [Node] = []
    while let first = rest.first {
      guard first == "<" else {
        let text = rest.prefix { $0 != "<" }
        rest = rest.dropFirst(text.count)
        let isLayout = text.contains("\n") && text.allSatisfy(\.isWhitespace)
        if !isLayout { nodes.append(.text(String(text))) }
        continue
      }
      // No attribute holds a bare ">": they are escaped.
      let tag = rest.prefix { $0 != ">" } + ">"
      rest = rest.dropFirst(tag.count)
      let tagName = String(
        tag.dropFirst().prefix { !$0.isWhitespace && $0 != ">" }.lowercased())
      if tagName.hasPrefix("/") { return nodes }
      let isVoid = Self.isVoid(tagName)
      let children = isVoid ? [] : self.nodes(until: tagName)
      nodes.append(.element(tag: String(tag), name: tagName, children: children))
    }
    return nodes
  }

  private mutating func print(_ node: Node, depth: Int) {
    let indentation = String(repeating: "  ", count: depth)
    switch node {
    case .text(let text):
      lines.append(indentation + Self.visible(text))
    case .element(let tag, let name, let children):
      let line = Self.inline(node)
      let isShort = line.count + indentation.count <= Self.width
      if Self.isVoid(name) || children.isEmpty || isShort && Self.isTextual(children) {
        lines.append(indentation + line)
        return
      }
      lines.append(indentation + tag)
      for child in Self.shortened(children) { print(child, depth: depth + 1) }
      lines.append("\(indentation)</\(name)>")
    }
  }

  /// Text, or one element of nothing but text.
  private static func isTextual(_ children: [Node]) -> Bool {
    children.allSatisfy { child in
      guard case .element(_, _, let grandchildren) = child else { return true }
      return children.count == 1 && isTextual(grandchildren) || grandchildren.isEmpty
    }
  }

  private static func inline(_ node: Node) -> String {
    switch node {
    case .text(let text): text.replacing("\n", with: "⏎")
    case .element(let tag, let name, let children):
      isVoid(name) ? tag : tag + children.map(inline).joined() + "</\(name)>"
    }
  }

  /// What stands alone; comments, which hold tags for one mail program, and the doctype, too.
  private static func isVoid(_ name: String) -> Bool {
    name.hasPrefix("!") || void.contains(name)
  }

  private static func shortened(_ children: [Node]) -> [Node] {
    let isLong = children.count > 3 * shownOptions
    guard isLong, case .element(_, "option", _) = children[0] else { return children }
    let hidden = children.dropFirst(shownOptions).dropLast()
    let chosen = hidden.filter {
      if case .element(let tag, _, _) = $0 { tag.contains(" selected") } else { false }
    }
    let count = hidden.count - chosen.count
    return children.prefix(shownOptions) + chosen + [.text("… \(count) more …")]
      + children.suffix(1)
  }

  private static func visible(_ text: String) -> String {
    var text = text.replacing("\n", with: "⏎")
    if text.first == " " { text = "␣" + text.dropFirst() }
    if text.last == " " { text = text.dropLast() + "␣" }
    return text
  }
}
