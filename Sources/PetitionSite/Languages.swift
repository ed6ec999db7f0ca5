public import Localization

/// The languages that the program brings along.
public enum Languages {
  /// English as it stands in the source, and every catalogue built into the program.
  ///
  /// - Parameter testLanguage: adds the language `ar-XB`, which shows every page from right to left.
  /// - Throws: `CatalogueError` when a catalogue is wrong.
  public static func localizations(testLanguage: Bool = false) throws -> Localizations {
    try Localizations(
      catalogues: [try Catalogue(po: PackageResources.de_po)], testLanguage: testLanguage)
  }
}
