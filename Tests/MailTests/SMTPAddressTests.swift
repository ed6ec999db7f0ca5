import Mail
import Testing

@Suite struct SMTPAddressTests {
  @Test(arguments: [
    ("smtp://relay.example.org", "relay.example.org", 587, SMTPAddress.Security.startTLS),
    ("SMTP://Relay.Example.Org:25/", "relay.example.org", 25, .startTLS),
    ("smtps://relay.example.org", "relay.example.org", 465, .tls),
    ("smtps://localhost:1", "localhost", 1, .tls),
    ("smtp://localhost", "localhost", 587, .none),
    ("smtp://127.9.9.9:2525", "127.9.9.9", 2525, .none),
    ("smtp://[::1]:2525", "::1", 2525, .none),
    ("smtp://[2001:DB8::1]", "2001:db8::1", 587, .startTLS),
    ("smtp://192.0.2.7:65535", "192.0.2.7", 65535, .startTLS),
    ("smtp://127.0.0.1?ca=/etc/ca.pem", "127.0.0.1", 587, .startTLS),
    ("smtp://127.0.0.1.example.org", "127.0.0.1.example.org", 587, .startTLS),
    ("smtp://localhost.example.org", "localhost.example.org", 587, .startTLS),
    ("smtp://mail_relay:587", "mail_relay", 587, .startTLS),
  ])
  func `an address has a host, a port and a way to keep others out`(
    text: String, host: String, port: Int, security: SMTPAddress.Security
  ) throws {
    let address = try SMTPAddress(text)
    #expect(address.host == host)
    #expect(address.port == port)
    #expect(address.security == security)
    #expect(address.user == nil)
  }

  @Test func `user, password and path are decoded`() throws {
    let address = try SMTPAddress("smtps://me%40x:p%3A%2f%E2%82%AC+@h.example:1?ca=/a%20b/c@d?e")
    #expect(address.user == "me@x")
    #expect(address.password == "p:/€+")
    #expect(address.trustFile == "/a b/c@d?e")
    #expect(address.host == "h.example")
  }

  @Test(arguments: [
    ("", SMTPAddressError.scheme), ("relay.example.org", .scheme), ("http://x", .scheme),
    ("smtp:/x", .scheme), ("smtp://", .host), ("smtp://:25", .host), ("smtp://a b", .host),
    ("smtp://a/b", .host), ("smtp://[::1", .host), ("smtp://[::g]", .host), ("smtp://ä", .host),
    ("smtp://::1", .host), ("smtp://x:", .port), ("smtp://x:0", .port), ("smtp://x:65536", .port),
    ("smtp://x:2 5", .port), ("smtp://x:+25", .port), ("smtp://[::1]x", .port),
    ("smtp://user@x", .credentials), ("smtp://u:p:q@x", .credentials),
    ("smtp://:p@x", .credentials),
    ("smtp://u:@x", .credentials), ("smtp://u%:p@x", .credentials),
    ("smtp://u%4:p@x", .credentials),
    ("smtp://u:a%0D%0Ab@x", .credentials), ("smtp://u:%00@x", .credentials),
    ("smtp://u:%FF@x", .credentials), ("smtp://x?tls=no", .option), ("smtp://x?ca=", .option),
  ])
  func `anything else is refused, with the part that is wrong`(
    text: String, error: SMTPAddressError
  ) {
    #expect(throws: error) { try SMTPAddress(text) }
  }

  @Test func `no text shows user or password`() throws {
    let address = try SMTPAddress("smtp://someone:secret@[::1]:25?ca=/ca.pem")
    var dumped = ""
    dump(address, to: &dumped)
    for text in ["\(address)", String(reflecting: address), dumped] {
      #expect(text.contains("smtp://[::1]:25"))
      #expect(!text.contains("secret") && !text.contains("someone"))
    }
  }
}
