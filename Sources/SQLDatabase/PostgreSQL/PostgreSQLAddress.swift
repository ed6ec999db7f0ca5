import CPostgreSQL

/// Where the server is and how to reach it.
public struct PostgreSQLAddress: Sendable {
  private let text: String

  /// Takes a connection string as libpq reads it: `postgres://user@host:port/database?…`, with several
  /// hosts if need be, or `host=… dbname=…` (PostgreSQL 15, 34.1.1).
  ///
  /// Throws `DatabaseError` with the code `cannotOpen` when it is none; the message does not quote it.
  public init(_ text: String) throws(DatabaseError) {
    guard let options = PQconninfoParse(text, nil) else {
      throw DatabaseError(.cannotOpen, "this is no connection string of PostgreSQL")
    }
    PQconninfoFree(options)
    self.text = text
  }

  /// Keywords and values for the library; what stands before the address can be set otherwise by it.
  var parameters: [(keyword: String, value: String)] {
    [
      // Of several hosts, the one that can be written to, so that a failover is followed.
      ("target_session_attrs", "read-write"),
      ("application_name", "undersigned"),
      // Seconds; the library takes fewer than two for two.
      ("connect_timeout", "2"),
      // A network that swallows everything is noticed in so many milliseconds or seconds.
      ("tcp_user_timeout", "3000"),
      ("keepalives_idle", "2"),
      ("keepalives_interval", "1"),
      ("keepalives_count", "2"),
      ("dbname", text),
      ("client_encoding", "UTF8"),
    ]
  }
}
