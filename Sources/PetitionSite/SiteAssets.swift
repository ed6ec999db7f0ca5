import HTTPServer

/// The files that pages need besides themselves, built into the program.
enum SiteAssets {
  static func files(_ headers: SiteHeaders) -> StaticFiles {
    StaticFiles(
      [StaticFiles.File(name: "site.css", bytes: PackageResources.site_css)],
      headers: headers.immutable, routeName: "asset")
  }

  /// The address of the style sheet, with the hash of its content.
  static func styleSheet(in files: StaticFiles) -> Route {
    .asset(
      name: files.path("site.css").map { String($0.dropFirst("/assets/".count)) } ?? "site.css")
  }
}
