import CPostgreSQL

/// Where the server is and how to reach it.
public struct PostgreSQLAddress: Sendable {
  private let text: String
  /// How long a server that was connected to may take to put our settings in force: as long as the
  /// address lets connecting to a host take.
  let connectTimeout: Duration

  /// Takes a connection string as libpq reads it: `postgres://user@host:port/database?…`, with several
  /// hosts if need be, or `host=… dbname=…` (PostgreSQL 15, 34.1.1).
  ///
  /// Throws `DatabaseError` with the code `cannotOpen` when it is none; the message does not quote it.
  public init(_ text: String) throws(DatabaseError) {
    guard let options = PQconninfoParse(text, nil) else {
      throw DatabaseError(.cannotOpen, "this is no connection string of PostgreSQL")
    }
    defer { PQconninfoFree(options) }
    self.text = text
    let seconds = Self.value(of: "connect_timeout", in: options).flatMap { Int($0) } ?? 0
    connectTimeout = max(.seconds(seconds), Self.standardTimeout)
  }

  private static let standardTimeout = Duration.seconds(2)

  /// What a connection string says of a keyword; nil when it says nothing.
  private static func value(
    of keyword: String, in options: UnsafeMutablePointer<PQconninfoOption>
  ) -> String? {
    var option = options
    while let name = option.pointee.keyword {
      if String(cString: name) == keyword { return option.pointee.val.map { String(cString: $0) } }
      option += 1
    }
    return nil
  }

  /// Keywords and values for the library; what stands before the address can be set otherwise by it.
  var parameters: [(keyword: String, value: String)] {
    [
      // Of several hosts, the one that can be written to, so that a failover is followed.
      ("target_session_attrs", "read-write"),
      ("application_name", "undersigned"),
      // Seconds; the library takes fewer than two for two.
      ("connect_timeout", "\(Self.standardTimeout.components.seconds)"),
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
