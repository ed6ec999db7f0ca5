import Testing

@testable import HTTPServer

struct ValueTests {
  @Test func `a header name is compared without case and a value has no control bytes`() {
    var fields = HeaderFields()
    fields.add("X-One", "a")
    fields.add("x-one", "b")
    #expect(fields["X-ONE"] == "a")
    #expect(fields.all("X-one") == ["a", "b"])
    fields.set("x-ONE", " c\r\nSet-Cookie: d\u{7F}\0 ")
    #expect(fields.all("x-one") == ["cSet-Cookie: d"])
    #expect(fields.pairs.count == 1)
    fields["X-One"] = nil
    #expect(fields.pairs.isEmpty)
    #expect(
      HeaderName(validating: "a b") == nil && HeaderName(validating: "") == nil
        && HeaderName(validating: "a:") == nil)
    #expect(HeaderName(validating: "X-A")?.lowercased == "x-a")
    #expect(HeaderName(stringLiteral: "X\r\n-A").spelling == "X-A")
  }

  @Test func `escapes are decoded strictly and written for a segment`() {
    #expect(PercentEncoding.decode("a%2fb%C3%A9+") == "a/bé+")
    for bad in ["%", "%1", "%g1", "%C3", "%00", "\0", "%ED%A0%80", "%C0%AF"] {
      #expect(PercentEncoding.decode(bad) == nil, "\(bad)")
    }
    #expect(PercentEncoding.encode(pathSegment: "a/b é~%") == "a%2Fb%20%C3%A9~%25")
    #expect(PercentEncoding.encode(queryValue: "a b&c=ü") == "a+b%26c%3D%C3%BC")
  }

  @Test func `a query leaves out what cannot be decoded`() {
    let query = QueryItems("a=1&b=%FF&a=2+3&%zz=4&c&d=%00&=e")
    #expect(query.items.map(\.name) == ["a", "a", "c", ""])
    #expect(query["a"] == "1" && query.all("a") == ["1", "2 3"] && query["c"] == "")
    #expect(QueryItems(nil).items.isEmpty && QueryItems("").items.isEmpty)
    let long = Array(repeating: "a", count: 300).joined(separator: "&")
    #expect(QueryItems(long).items.count == 256)
  }

  @Test func `cookies are read from every field, the first of a name counts`() {
    let headers = HeaderFields([("Cookie", "a=1; b=x=y;c"), ("Cookie", "a=2; d=\"q\"; =z")])
    #expect(Request(headers: headers).cookies == ["a": "1", "b": "x=y", "d": "\"q\""])
  }

  @Test func `a network is an IPv4 address or an IPv6 64, and cannot be printed`() throws {
    #expect(ClientNetwork("192.0.2.1") != ClientNetwork("192.0.2.2"))
    #expect(ClientNetwork("2001:db8::1") == ClientNetwork("2001:db8::ffff:1"))
    #expect(ClientNetwork("2001:db8::") != ClientNetwork("2001:db8:0:1::"))
    #expect(ClientNetwork("::ffff:192.0.2.1") == ClientNetwork(ipv4: (192, 0, 2, 1)))
    for bad in ["", "192.0.2", "192.0.2.1:80", "[::1]", "fe80::1%eth0", "1.2.3.4\0"] {
      #expect(ClientNetwork(bad) == nil, "\(bad)")
    }
    let network = try #require(ClientNetwork("192.0.2.1"))
    let other = try #require(ClientNetwork("192.0.2.200"))
    #expect(network.neighbourhood == other.neighbourhood)
    let six = try #require(ClientNetwork("2001:db8:0:1::1"))
    #expect(six.neighbourhood == ClientNetwork("2001:db8:0:2::1")?.neighbourhood)
    #expect(six.neighbourhood != ClientNetwork("2001:db8:1:1::1")?.neighbourhood)
    var text = "\(network) \(String(reflecting: network)) \(Request(network: network))"
    dump(network, to: &text)
    dump(Request(network: network), to: &text)
    #expect(!text.contains("192") && !text.contains("3221225985"))
  }

  @Test func `a block of addresses contains its own and no other`() throws {
    let cases: [(String, String, Bool)] = [
      ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
      ("10.1.2.3/8", "10.0.0.1", true), ("0.0.0.0/0", "192.0.2.1", true),
      ("0.0.0.0/0", "2001:db8::1", false), ("::/0", "2001:db8::1", true),
      ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1/32", "192.0.2.2", false),
      ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::1", false),
      ("2001:db8::/65", "2001:db8::7fff:0:0:1", true),
      ("2001:db8::/65", "2001:db8::8000:0:0:1", false), ("::1", "::1", true),
    ]
    for (block, address, isInside) in cases {
      let cidr = try #require(CIDR(block))
      let inside = try #require(IPAddress(address))
      #expect(cidr.contains(inside) == isInside, "\(block) \(address)")
    }
    for bad in ["", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "a/8", "1.2.3.4/8/8"] {
      #expect(CIDR(bad) == nil, "\(bad)")
    }
  }

  /// Vectors from the reference implementation of the authors of SipHash, key 00 to 0f.
  @Test func `SipHash agrees with the authors' vectors`() {
    let key = SipHash.Key(first: 0x0706_0504_0302_0100, second: 0x0f0e_0d0c_0b0a_0908)
    #expect(SipHash.hash([], key: key) == 0x726f_db47_dd0e_0e31)
    #expect(SipHash.hash(Array(0..<15), key: key) == 0xa129_ca61_49be_45e5)
    let wide = SipHash.wideHash([], key: key)
    #expect(wide.0 == 0xe6a8_25ba_047f_81a3 && wide.1 == 0x9302_55c7_1472_f66d)
    #expect(
      SipHash.hash(0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908, key: key)
        == SipHash.hash(Array(0..<16), key: key))
  }

  @Test func `a redirect and a wrong method say where to go`() {
    let redirect = Response.redirect(to: "/é?a=b c")
    #expect(redirect.status == .seeOther && redirect.headers["Location"] == "/%C3%A9?a=b%20c")
    let wrong = Response.methodNotAllowed(allow: [.get, .post])
    #expect(wrong.status == .methodNotAllowed && wrong.headers["Allow"] == "GET, POST, HEAD")
  }

  @Test func `a conditional answer is 304 only for GET and HEAD of a 200 with that tag`() {
    var response = Response.text("a")
    response.headers.set("ETag", "\"x\"")
    let known = HeaderFields([("If-None-Match", "W/\"y\", \"x\"")])
    #expect(response.conditional(for: Request(headers: known)).status == .notModified)
    #expect(response.conditional(for: Request(headers: known)).body.isEmpty)
    #expect(response.conditional(for: Request(method: .post, headers: known)).status == .ok)
    let any = HeaderFields([("If-None-Match", "*")])
    #expect(response.conditional(for: Request(method: .head, headers: any)).status == .notModified)
    response.headers.set("ETag", "\"z\"")
    #expect(response.conditional(for: Request(headers: known)).status == .ok)
    #expect(Response.text("a").conditional(for: Request(headers: any)).status == .ok)
  }

  @Test func `a line of the log is JSON whatever the name of the route`() {
    let record = RequestRecord(
      route: "a\"\\\n\u{1}é", method: "GET", status: 200, bytes: 7, milliseconds: 12.0345)
    #expect(
      record.jsonLine
        == #"{"route":"a\"\\\u000a\u0001é","method":"GET","status":200,"bytes":7,"ms":12.035}"#)
    let odd = RequestRecord(route: "", method: "", status: 0, bytes: 0, milliseconds: .nan)
    #expect(odd.jsonLine.hasSuffix(#""ms":0.000}"#))
  }
}
