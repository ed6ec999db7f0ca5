import HTTPServer

/// The files that pages need besides themselves, built into the program.
enum SiteAssets {
  static let files = StaticFiles([
    StaticFiles.File(
      name: "site.css", bytes: PackageResources.site_css, contentType: "text/css; charset=utf-8")
  ])

  /// The address of the style sheet, with the hash of its content.
  static func styleSheet(in files: StaticFiles) -> Route {
    .asset(
      name: files.path("site.css").map { String($0.dropFirst("/assets/".count)) } ?? "site.css")
  }
}
