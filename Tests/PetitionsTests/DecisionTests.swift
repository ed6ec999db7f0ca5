import Petitions
import Testing

@Suite struct DecisionTests {
  @Test func `an address that has signed is told so, any other is asked to confirm`() {
    #expect(SigningDecision(hasSignature: false) == .askToConfirm)
    #expect(SigningDecision(hasSignature: true) == .tellAlreadySigned)
  }

  @Test(arguments: [
    (true, nil, 0, ConfirmationDecision.count(ordinal: 1)), (true, nil, 676, .count(ordinal: 677)),
    (false, nil, 676, .petitionClosed), (true, 5, 676, .alreadyCounted(ordinal: 5)),
    (false, 5, 676, .alreadyCounted(ordinal: 5)),
  ])
  func `a confirmation gets the next ordinal once, while the petition is open`(
    isOpen: Bool, ordinalOfAddress: Int?, lastOrdinal: Int, decision: ConfirmationDecision
  ) {
    #expect(
      ConfirmationDecision(
        isOpen: isOpen, ordinalOfAddress: ordinalOfAddress, lastOrdinal: lastOrdinal) == decision)
  }
}
