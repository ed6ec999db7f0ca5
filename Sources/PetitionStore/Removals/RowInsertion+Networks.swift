import SQLDatabase

extension RowInsertion {
  /// Numbers of networks, kept apart from signatures, since they go after a day.
  static let signatureNetwork = RowInsertion(
    [.integer, .integer, .integer, .integer],
    each: """
      INSERT INTO signature_network (day, petition_id, ordinal, network_tag)
      VALUES ($1, $2, $3, $4)
      """,
    arrays: """
      INSERT INTO signature_network (day, petition_id, ordinal, network_tag)
      SELECT unnest($1::BIGINT[]), unnest($2::BIGINT[]), unnest($3::BIGINT[]), unnest($4::BIGINT[])
      """)
}
