// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A C library that the system brings, found by pkg-config.
func library(_ name: String, _ pkgConfig: String, apt: String, brew: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt]), .brew([brew])])
}

/// A target with the settings that all share.
func module(
  _ name: String, _ dependencies: [String] = [], excluding: [String] = [],
  resources: [Resource] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies.map { .byName(name: $0) }, exclude: excluding,
    resources: resources, swiftSettings: settings)
}

/// A program with the settings that all share.
func program(_ name: String, _ dependencies: [String]) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies.map { .byName(name: $0) }, swiftSettings: settings)
}

/// Tests with the settings that all share.
func tests(
  _ name: String, _ dependencies: [String], excluding: [String] = [], resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies.map { .byName(name: $0) }, exclude: excluding,
    resources: resources, swiftSettings: settings)
}

let package = Package(
  name: "undersigned",
  products: [
    .executable(name: "undersigned", targets: ["undersigned"]),
    .executable(name: "undersigned-render", targets: ["undersigned-render"]),
    .executable(name: "undersigned-bench", targets: ["undersigned-bench"]),
  ],
  targets: [
    library("CBrotli", "libbrotlienc", apt: "libbrotli-dev", brew: "brotli"),
    library("CCmark", "libcmark", apt: "libcmark-dev", brew: "cmark"),
    library("CCrypto", "libcrypto", apt: "libssl-dev", brew: "openssl@3"),
    library("CCurl", "libcurl", apt: "libcurl4-openssl-dev", brew: "curl"),
    library("CIDN2", "libidn2", apt: "libidn2-dev", brew: "libidn2"),
    library("CMicroHTTPD", "libmicrohttpd", apt: "libmicrohttpd-dev", brew: "libmicrohttpd"),
    library("CPostgreSQL", "libpq", apt: "libpq-dev", brew: "libpq"),
    library("CSQLite", "sqlite3", apt: "libsqlite3-dev", brew: "sqlite"),
    library("CSodium", "libsodium", apt: "libsodium-dev", brew: "libsodium"),
    library("CVips", "vips", apt: "libvips-dev", brew: "vips"),
    library("CZlib", "zlib", apt: "zlib1g-dev", brew: "zlib"),
    library("CZstd", "libzstd", apt: "libzstd-dev", brew: "zstd"),
    .systemLibrary(name: "CProcess"),
    .systemLibrary(name: "CResolver"),

    // General libraries: not one word of petitions.
    module("Cryptography", ["CCrypto", "CSodium"]),
    module("EmailAddresses", ["CIDN2"]),
    module("HTTPServer", ["CBrotli", "CMicroHTTPD", "CZlib", "CZstd"]),
    module("Localization"),
    module("Mail", ["CCurl", "CResolver", "Cryptography", "EmailAddresses", "Threads"]),
    module("Markup", ["CCmark"]),
    module("Rendering", ["CProcess"]),
    module("Documents", ["CVips", "Rendering"]),
    module("SQLDatabase", ["CPostgreSQL", "CSQLite", "Cryptography", "Threads"]),
    module("Threads"),
    module("WebAuthn", ["Cryptography"]),

    // What the project exists for.
    module("Petitions", ["EmailAddresses"]),
    module(
      "PetitionStore",
      ["Cryptography", "EmailAddresses", "Petitions", "SQLDatabase", "WebAuthn"]),
    module(
      "PetitionSite",
      [
        "Cryptography", "EmailAddresses", "HTTPServer", "Localization", "Mail", "Markup",
        "PetitionStore", "Petitions", "Rendering", "SQLDatabase", "WebAuthn",
      ],
      excluding: ["Resources/undersigned.pot"],
      resources: [
        .embedInCode("Resources/site.css"), .embedInCode("Resources/desk.css"),
        .embedInCode("Resources/passkeys.js"), .embedInCode("Resources/compose.js"),
        .embedInCode("Resources/icon.svg"), .embedInCode("Resources/de.po"),
      ]),
    program(
      "undersigned",
      [
        "Cryptography", "EmailAddresses", "HTTPServer", "Localization", "Mail", "Markup",
        "PetitionSite", "PetitionStore", "Petitions", "Rendering", "SQLDatabase", "Threads",
      ]),
    program("undersigned-render", ["CProcess", "Documents", "Rendering"]),
    program(
      "undersigned-bench",
      [
        "Cryptography", "EmailAddresses", "HTTPServer", "Markup", "PetitionStore", "Petitions",
        "SQLDatabase",
      ]),

    module(
      "TestSupport",
      [
        "CCrypto", "CPostgreSQL", "CSodium", "Cryptography", "Mail", "PetitionSite", "Petitions",
        "SQLDatabase", "WebAuthn",
      ]),

    tests("CryptographyTests", ["Cryptography"]),
    tests("DocumentsTests", ["CVips", "Documents", "Rendering"]),
    tests("EmailAddressesTests", ["EmailAddresses"]),
    tests("HTTPServerTests", ["CZlib", "HTTPServer"]),
    tests("LocalizationTests", ["Localization"]),
    tests("MailTests", ["Cryptography", "EmailAddresses", "Mail"]),
    tests("MarkupTests", ["Markup"]),
    tests(
      "PetitionSiteTests",
      [
        "Cryptography", "EmailAddresses", "HTTPServer", "Localization", "Mail", "Markup",
        "PetitionSite", "PetitionStore", "Petitions", "Rendering", "SQLDatabase", "TestSupport",
        "WebAuthn", "undersigned-render",
      ],
      excluding: ["__Snapshots__"]),
    tests(
      "PetitionStoreTests",
      [
        "CSQLite", "Cryptography", "EmailAddresses", "PetitionStore", "Petitions", "SQLDatabase",
        "TestSupport", "WebAuthn",
      ]),
    tests("PetitionsTests", ["EmailAddresses", "Markup", "Petitions", "TestSupport"]),
    tests("RenderingTests", ["Rendering", "undersigned-render"]),
    tests("SQLDatabaseTests", ["SQLDatabase", "TestSupport"]),
    tests("ThreadsTests", ["Threads"]),
    tests("WebAuthnTests", ["Cryptography", "TestSupport", "WebAuthn"]),
  ]
)
