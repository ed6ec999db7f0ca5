import CPostgreSQL

/// The one owner of a connection of the C library.
struct PostgreSQLHandle: ~Copyable {
  let pointer: OpaquePointer

  /// Connects and waits until it is done, as long as the parameters allow for each host.
  ///
  /// The parameters that stand before `dbname` can be set otherwise by the address that it holds.
  init(_ parameters: [(keyword: String, value: String)]) throws(DatabaseError) {
    let keywords = parameters.map(\.keyword)
    let values = parameters.map(\.value)
    let connection = withCStrings(keywords) { keywords in
      withCStrings(values) { PQconnectdbParams(keywords, $0, 1) }
    }
    guard let connection else {
      throw DatabaseError(.inputOutput, "there is no memory for a connection")
    }
    guard PQstatus(connection) == CONNECTION_OK else {
      // Speaks of hosts, ports, users and databases, never of passwords.
      let reason = String(cString: PQerrorMessage(connection))
      PQfinish(connection)
      throw DatabaseError(.unreachable, PostgreSQLHandle.oneLine(reason))
    }
    pointer = connection
  }

  static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: "; ")
  }

  deinit {
    PQfinish(pointer)
  }
}

/// Lends an array of C strings that ends with a null pointer.
private func withCStrings<R>(
  _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> R
) -> R {
  var bytes: [CChar] = []
  let starts = strings.map { string in
    defer { bytes.append(contentsOf: string.utf8CString) }
    return bytes.count
  }
  return bytes.withUnsafeBufferPointer { buffer in
    let pointers: [UnsafePointer<CChar>?] = starts.map { start in
      buffer.baseAddress.map { base in base + start }
    }
    return (pointers + [nil]).withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
