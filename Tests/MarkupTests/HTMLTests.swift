import Foundation
import Markup
import Testing

@Suite struct HTMLTests {
  /// HTML's escapes, one byte at a time.
  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "'": "&#39;"
      default: String(scalar)
      }
    }.joined()
  }

  @Test(arguments: ["&", "<", ">", "\"", "'"])
  func `a special character is escaped wherever it stands`(_ special: String) {
    // Words of eight bytes are copied at once: each place in them, before, in and behind a word.
    for before in 0...16 {
      for after in 0...16 {
        let text =
          String(repeating: "a", count: before) + special + String(repeating: "z", count: after)
        #expect(HTML.text(text).string == Self.escaped(text))
      }
    }
  }

  @Test func `two special characters at any distance are both escaped`() {
    let specials = ["&", "<", ">", "\"", "'"]
    for first in specials {
      for second in specials {
        for start in 0...8 {
          for distance in 0...9 {
            let text =
              String(repeating: "é", count: start) + first + String(repeating: "b", count: distance)
              + second
            #expect(HTML.text(text).string == Self.escaped(text))
          }
        }
      }
    }
  }

  @Test func `no other character is changed`() {
    let special = Set("&<>\"'".unicodeScalars)
    for value in UInt32(0)...0x2FF {
      guard let scalar = Unicode.Scalar(value), !special.contains(scalar) else { continue }
      for padding in [0, 3, 7, 8] {
        let text = String(repeating: "p", count: padding) + String(scalar) + "12345678"
        #expect(HTML.text(text).string == text)
      }
    }
    let scripts = "ကျော် ليلى 陳美玲 👩🏽‍🌾 \u{202e}x\u{10FFFF}"
    #expect(HTML.text(scripts).string == scripts)
  }

  @Test func `text grows beyond every guess of its size`() {
    let text = String(repeating: "<&>\"'", count: 10_000)
    let tree = HTML.sequence([.text(text), p { text }, .text(text)])
    let expected = Self.escaped(text)
    #expect(
      String(decoding: tree.bytes(capacity: 0), as: UTF8.self)
        == expected + "<p>" + expected + "</p>" + expected)
  }

  @Test func `an attribute cannot be left by its value`() {
    let nasty = "\" onclick='x' <b> &amp; \n"
    let html = p(.class(nasty), .title(nasty), .aria(.label, nasty)) { nasty }.string
    let value = Self.escaped(nasty)
    #expect(
      html
        == #"<p class="\#(value)" title="\#(value)" aria-label="\#(value)">\#(value)</p>"#)
    #expect(input(.value(nasty)).string == #"<input value="\#(value)">"#)
  }

  @Test func `a condition that does not hold leaves no attribute`() {
    #expect(
      input(.type(.checkbox), .when(false, .checked), .when(true, .required)).string
        == #"<input type="checkbox" required>"#)
    #expect(p(.when(false, .lang("de"))) { "a" }.string == "<p>a</p>")
  }

  @Test func `void elements have no end`() {
    #expect(br().string == "<br>")
    #expect(hr().string == "<hr>")
    #expect(meta(.charset).string == #"<meta charset="utf-8">"#)
    #expect(img(.alt("")).string == #"<img alt="">"#)
    #expect(p {}.string == "<p></p>")
    #expect(textarea {}.string == "<textarea></textarea>")
  }

  @Test func `builders keep order and leave out what is missing`() {
    let names = ["a", "b"]
    let html = ul {
      for name in names { li { name } }
      if names.isEmpty { li { "nobody" } } else { li { "end" } }
      if names.count > 5 { li { "many" } }
      nil as HTML?
    }
    #expect(html.string == "<ul><li>a</li><li>b</li><li>end</li></ul>")
  }

  @Test func `a document begins with its type, its language and its direction`() {
    let document = HTML.document(language: "ar", direction: .rightToLeft) {
      head { title { "<A>" } }
      body { p { "b" } }
    }
    #expect(
      document.string
        == #"<!doctype html><html lang="ar" dir="rtl"><head><title>&lt;A&gt;</title></head>"#
        + "<body><p>b</p></body></html>")
  }

  @Test func `structured data cannot end its element`() {
    let html = HTML.structuredData(#"{"a":"</script><script>alert(1)</script><!--"}"#).string
    #expect(html.components(separatedBy: "<").count == 3)
    #expect(html.contains(#"\u003c/script>\u003cscript>alert(1)"#))
  }

  @Test(arguments: [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " https://a.example", "data:text/html,x",
    "https://", "//a.example", "/a", "", "https://a.example/ b", "https://a.example\\b",
    "https://a\u{0}", "mailto:", "vbscript:x", "\u{1}https://a.example",
  ]) func `an address of another kind is no link`(_ address: String) {
    #expect(WebLink(address) == nil)
  }

  @Test(arguments: ["https://a.example/?q=\"<&>'", "HTTP://a.example", "mailto:a@example.org"])
  func `an address of a known kind is escaped like any attribute`(_ address: String) throws {
    let link = try #require(WebLink(address))
    #expect(a(.href(link)) { "x" }.string == #"<a href="\#(Self.escaped(address))">x</a>"#)
  }
}
