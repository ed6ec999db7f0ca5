import SQLDatabase

extension Migrations {
  /// When updates were changed.
  static let changedUpdates = Migration(
    "0015 changed updates",
    sqlite: ["ALTER TABLE petition_update ADD changed_at INTEGER"],
    postgresql: ["ALTER TABLE petition_update ADD changed_at BIGINT"])
}
