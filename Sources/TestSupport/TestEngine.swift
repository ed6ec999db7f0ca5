import Foundation
public import Testing

/// A database engine that the suites of the store and the site run on.
public enum TestEngine: String, Sendable, CaseIterable, CustomTestStringConvertible {
  case sqlite
  case postgresql

  /// Every engine that is to be had here; suites are parameterised over it.
  ///
  /// `make test` starts a PostgreSQL server; without one, the suites run on SQLite alone.
  public static var all: [TestEngine] {
    PostgreSQLServer.address == nil ? [.sqlite] : allCases
  }

  /// Engines that overwrite at once what was deleted, also in their logs.
  public static var overwriting: [TestEngine] { [.sqlite] }

  /// The engine that the tests of the site run on, which the environment can choose.
  public static var ofSite: TestEngine {
    let name = ProcessInfo.processInfo.environment["ENGINE_OF_SITE_TESTS"]
    guard let name else { return .sqlite }
    guard let engine = TestEngine(rawValue: name) else {
      preconditionFailure("there is no engine \(name)")
    }
    return engine
  }

  /// The name of the engine.
  public var testDescription: String { rawValue }
}
