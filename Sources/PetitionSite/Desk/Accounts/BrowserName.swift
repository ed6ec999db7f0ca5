/// The kind of browser and system, as far as a person needs it to know their own again.
struct BrowserName {
  /// Such as "Firefox on Linux"; empty where neither is known.
  let text: String

  /// Looked for in this order, since most name several others.
  private static let browsers = [
    ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"), ("CriOS/", "Chrome"), ("Safari/", "Safari"),
  ]
  private static let systems = [
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
  ]

  init(userAgent: String) {
    let start = userAgent.prefix(512)
    func first(of known: [(mark: String, name: String)]) -> String? {
      known.first { start.contains($0.mark) }?.name
    }
    text = [first(of: Self.browsers), first(of: Self.systems)].compactMap(\.self)
      .joined(separator: " · ")
  }
}
