import Petitions
import Testing

/// What is on, and for how long.
@Suite struct SiteSwitchTests {
  static func on(_ kind: SiteSwitch.Kind, until: Int64? = nil) -> SiteSwitch {
    SiteSwitch(kind: kind, reason: "An attack.", since: 100, until: until)
  }

  @Test func `a switch goes off at its time and not before`() {
    let switches = SiteSwitches([Self.on(.hideNames, until: 200)])
    #expect(switches.on(.hideNames, at: 199) != nil)
    #expect(switches.on(.hideNames, at: 200) == nil)
    #expect(switches.all(at: 200).isEmpty)
  }

  @Test func `a switch without a time stays on`() {
    #expect(SiteSwitches([Self.on(.pauseSigning)]).on(.pauseSigning, at: .max) != nil)
  }

  @Test func `a site that is read only takes neither signatures nor petitions`() {
    let switches = SiteSwitches([Self.on(.readOnly)])
    #expect(switches.pausesSigning(at: 150)?.kind == .readOnly)
    #expect(switches.pausesStarting(at: 150)?.kind == .readOnly)
    #expect(switches.on(.hideNames, at: 150) == nil)
  }

  @Test func `one pause does not bring the other`() {
    #expect(SiteSwitches([Self.on(.pauseStarting)]).pausesSigning(at: 150) == nil)
    #expect(SiteSwitches([Self.on(.pauseSigning)]).pausesStarting(at: 150) == nil)
  }

  @Test(arguments: [
    "", " \n", String(repeating: "a", count: 301), String(repeating: "é", count: 5_000),
  ])
  func `a reason that is missing or too long is refused`(_ text: String) {
    #expect(SiteSwitch.reason(typed: text) == nil)
  }

  @Test func `a reason becomes one line`() {
    #expect(SiteSwitch.reason(typed: " We are\r\nunder attack. ") == "We are under attack.")
  }
}
