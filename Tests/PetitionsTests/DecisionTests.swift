import Petitions
import Testing

@Suite struct DecisionTests {
  @Test(arguments: [
    (true, false, SigningDecision.askToConfirm), (true, true, .tellAlreadySigned),
    (false, false, .petitionClosed), (false, true, .petitionClosed),
  ])
  func `an address that has signed is told so, any other is asked to confirm`(
    isOpen: Bool, hasSignature: Bool, decision: SigningDecision
  ) {
    #expect(SigningDecision(isOpen: isOpen, hasSignature: hasSignature) == decision)
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
