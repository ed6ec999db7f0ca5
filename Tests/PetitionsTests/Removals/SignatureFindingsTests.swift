import Testing

@testable import Petitions

/// What is told of the signatures that a filter found.
@Suite struct SignatureFindingsTests {
  @Test func `groups are counted, the largest first, equal ones in one order`() {
    var findings = SignatureFindings()
    for (index, country) in ["DE", "MM", "MM", "FR", nil].enumerated() {
      findings.add(
        SignatureTraits(
          ordinal: index + 1, country: country, confirmedAt: Int64(index / 3), domainTag: 7))
    }
    #expect(findings.count == 5)
    #expect(findings.countries(2).map(\.key) == ["MM", "DE"])
    #expect(findings.domains(9).map(\.count) == [5])
    #expect(findings.hours(9).map(\.count) == [3, 2])
    #expect(findings.networks(9).isEmpty)
  }

  @Test(arguments: [0, 1, 20, 40, 41, 1_000, 123_456])
  func `a sample has enough, not too many, and is spread over all`(_ count: Int) {
    var sample = EvenSample<Int>(size: 20)
    for number in 0..<count { sample.add(number) }
    #expect(sample.elements.count >= min(20, count))
    #expect(sample.elements.count <= 40)
    #expect(sample.elements == sample.elements.sorted())
    guard count > 40 else { return }
    #expect(sample.elements.first == 0)
    #expect((sample.elements.last ?? 0) > count * 9 / 10)
  }

  @Test func `a list that fits is shown whole`() {
    var findings = SignatureFindings()
    for ordinal in 1...40 { findings.add(SignatureTraits(ordinal: ordinal)) }
    #expect(findings.sample.map(\.ordinal) == Array(1...40))
  }
}
