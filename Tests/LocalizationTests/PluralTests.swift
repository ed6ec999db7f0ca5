import Testing

@testable import Localization

@Suite struct PluralTests {
  /// The headers that the GNU gettext manual and translators' tools give for these languages, with
  /// the numbers of each form from Unicode's "Language Plural Rules".
  @Test(arguments: [
    ("nplurals=2; plural=n != 1;", [[1], [0, 2, 11, 21, 100]]),
    ("nplurals=2; plural=(n > 1);", [[0, 1], [2, 3, 1000]]),
    ("nplurals=1; plural=0;", [[0, 1, 2, 1_000_000]]),
    (
      """
      nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);
      """,
      [[1], [2, 3, 4, 22, 34, 102], [0, 5, 11, 12, 13, 14, 21, 25, 100, 112]]
    ),
    (
      """
      nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || \
      n%100>14) ? 1 : 2);
      """,
      [[1, 21, 101, 1001], [2, 4, 22, 103], [0, 5, 11, 12, 14, 20, 111, 112, 1_000_000]]
    ),
    (
      """
      nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : \
      n%100>=11 ? 4 : 5;
      """,
      [[0], [1], [2], [3, 10, 103, 1010], [11, 26, 99, 111], [100, 102, 201, 1_000_000]]
    ),
  ])
  func `the rules of English, French, Burmese, Polish, Russian and Arabic are followed`(
    header: String, numbers: [[Int]]
  ) throws {
    let rule = try #require(PluralRule(header: header))
    #expect(rule.forms == numbers.count)
    for (form, counts) in numbers.enumerated() {
      for count in counts { #expect(rule.form(for: count) == form, "\(count)") }
    }
  }

  @Test(arguments: [
    ("n+1*2", 7, 9), ("(n+1)*2", 7, 16), ("n-2-1", 7, 4), ("20/n/2", 5, 2), ("n%4%2", 7, 1),
    ("!n", 0, 1), ("!!n", 7, 1), ("!n+1", 0, 2), ("n==1||n==7", 7, 1), ("n&&0||1", 7, 1),
    ("1||0&&0", 7, 1), ("n<7", 7, 0), ("n<=7", 7, 1), ("n>=8", 7, 0), ("n>6==1", 7, 1),
    ("n?1?2:3:4", 7, 2), ("n?0?2:3:4", 7, 3), ("0?2:n?3:4", 0, 4), ("n!=7 ? 1 : 5", 7, 5),
    ("n==0||5/n", 0, 1), ("n-1>0", 0, 1),
  ])
  func `an expression has the value that C gives it`(text: String, n: UInt64, value: UInt64) throws
  {
    var scanner = PluralScanner(text)
    let taken = scanner.takeExpression()
    let expression = try #require(taken)
    #expect(scanner.isAtEnd)
    #expect(expression.value(n) == value)
  }

  @Test(arguments: [
    "", "nplurals=2", "nplurals=2; plural=", "nplurals=0; plural=0;", "nplurals=11; plural=0;",
    "nplurals=-1; plural=0;", "nplurals=2; plural=n;", "nplurals=2; plural=2;",
    "nplurals=2; plural=1/n;", "nplurals=2; plural=n%0;", "nplurals=2; plural=(n>1;",
    "nplurals=2; plural=n>1);", "nplurals=2; plural=n>1; x", "nplurals=2; plural=n>1 n;",
    "nplurals=2; plural=n?1;", "nplurals=2; plural=n&1;", "nplurals=2; plural=n=1;",
    "nplurals=2; plural=system(n);", "nplurals=2; plural=n>9999999999;", "plural=0; nplurals=1;",
    "nplurals=INTEGER; plural=EXPRESSION;", "nplurals=2; plural=-n;",
    "nplurals=1; plural=" + String(repeating: "(", count: 40) + "0"
      + String(repeating: ")", count: 40) + ";",
    "nplurals=2; plural=" + String(repeating: "!", count: 100) + "n;",
    "nplurals=2; plural=" + String(repeating: "n?0:", count: 100) + "1;",
    "nplurals=2; plural=n>1" + String(repeating: "||0", count: 100) + ";",
    "nplurals=2; plural=n>1" + String(repeating: " ", count: 600) + ";",
  ])
  func `a wrong rule is refused`(header: String) {
    #expect(PluralRule(header: header) == nil)
  }
}
