public import Testing

/// A database engine that the suites of the store run on.
public enum TestEngine: String, Sendable, CaseIterable, CustomTestStringConvertible {
  case sqlite

  /// Every engine that is to be had here; suites are parameterised over it.
  public static var all: [TestEngine] { allCases }

  /// The name of the engine.
  public var testDescription: String { rawValue }
}
