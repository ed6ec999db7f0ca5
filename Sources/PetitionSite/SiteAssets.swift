import HTTPServer

/// The files that pages need besides themselves, built into the program.
enum SiteAssets {
  static func files(_ headers: SiteHeaders) -> StaticFiles {
    StaticFiles(
      [
        StaticFiles.File(name: "site.css", bytes: PackageResources.site_css),
        StaticFiles.File(name: "desk.css", bytes: PackageResources.desk_css),
        StaticFiles.File(name: "passkeys.js", bytes: PackageResources.passkeys_js),
        StaticFiles.File(name: "compose.js", bytes: PackageResources.compose_js),
        StaticFiles.File(name: "icon.svg", bytes: PackageResources.icon_svg),
      ],
      headers: headers.immutable, routeName: "asset")
  }

  /// The address of a file, with the hash of its content.
  static func route(to name: String, in files: StaticFiles) -> Route {
    .asset(name: files.path(name).map { String($0.dropFirst("/assets/".count)) } ?? name)
  }
}
