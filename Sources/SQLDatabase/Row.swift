/// One row of a result, with its columns in the order of the statement.
public struct Row: Sendable, Hashable {
  /// The values as they came.
  public let values: [Value]

  /// Reads the column at an index, from 0, as the type that is wanted.
  ///
  /// Throws `DatabaseError` with the code `decoding` when the column holds another kind of value or
  /// does not exist.
  public func get<T: ColumnDecodable>(
    _ index: Int, as type: T.Type = T.self
  ) throws(DatabaseError) -> T {
    guard values.indices.contains(index) else {
      throw DatabaseError(.decoding, "a row of \(values.count) columns has no column \(index)")
    }
    do {
      return try T(databaseValue: values[index])
    } catch {
      throw DatabaseError(.decoding, "column \(index): \(error.reason)")
    }
  }
}
