import Testing

@testable import SQLDatabase

@Suite struct AddressTests {
  @Test(arguments: [
    ("postgres://site@db.example.org/site", 2),
    ("postgres://site@db.example.org/site?connect_timeout=20", 20),
    ("host=db.example.org dbname=site connect_timeout=20", 20),
    // The library makes two of one.
    ("postgres://db.example.org/site?connect_timeout=1", 2),
    // No limit, says the library of these; our settings have one always.
    ("postgres://db.example.org/site?connect_timeout=0", 2),
    ("postgres://db.example.org/site?connect_timeout=-1", 2),
  ])
  func `our settings may take as long as connecting to a host`(
    text: String, seconds: Int
  ) throws {
    #expect(try PostgreSQLAddress(text).connectTimeout == .seconds(seconds))
  }

  @Test func `what is no connection string is refused, and not quoted`() {
    let error = #expect(throws: DatabaseError.self) {
      _ = try PostgreSQLAddress("postgres://site:hidden@db.example.org/site?no_such_keyword=1")
    }
    #expect(error?.code == .cannotOpen)
    #expect(error?.description.contains("hidden") == false)
  }
}
