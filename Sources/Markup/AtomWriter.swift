/// Writes the elements of a feed; everything that goes in is escaped here.
struct AtomWriter {
  private(set) var text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"

  mutating func open(language: String?) {
    let attribute = language.map { " xml:lang=\"\(XMLText.escaped($0))\"" } ?? ""
    text += "<feed xmlns=\"http://www.w3.org/2005/Atom\"\(attribute)>\n"
  }

  mutating func close() {
    text += "</feed>\n"
  }

  mutating func element(_ name: StaticString, _ content: String, type: StaticString? = nil) {
    let attribute = type.map { " type=\"\($0)\"" } ?? ""
    text += "<\(name)\(attribute)>\(XMLText.escaped(content))</\(name)>\n"
  }

  mutating func author(_ name: String) {
    text += "<author><name>\(XMLText.escaped(name))</name></author>\n"
  }

  mutating func link(_ relation: StaticString, _ url: String, type: StaticString) {
    text += "<link rel=\"\(relation)\" type=\"\(type)\" href=\"\(XMLText.escaped(url))\"/>\n"
  }

  mutating func entry(_ entry: AtomEntry) {
    text += "<entry>\n"
    element("id", entry.id)
    element("title", entry.title)
    element("updated", XMLText.date(entry.updated))
    if let published = entry.published { element("published", XMLText.date(published)) }
    if let name = entry.author { author(name) }
    link("alternate", entry.link, type: "text/html")
    if let summary = entry.summary { element("summary", summary) }
    if let html = entry.html { element("content", html, type: "html") }
    text += "</entry>\n"
  }
}
