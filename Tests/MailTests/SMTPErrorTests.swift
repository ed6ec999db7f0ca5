import Mail
import Testing

/// What follows from a relay's answer.
@Suite struct SMTPErrorTests {
  static func error(
    _ stage: SMTPError.Stage, _ code: Int, _ subject: Int? = nil, _ detail: Int = 1
  ) -> SMTPError {
    SMTPError(
      stage, .answered(code), status: subject.map { MailStatus(code / 100, $0, detail) })
  }

  @Test(arguments: [SMTPError.Stage.recipient, .data, .content])
  func `an answer about the mail is final, and one about the site is not`(
    stage: SMTPError.Stage
  ) {
    for final in [Self.error(stage, 550)] + [0, 1, 2, 5, 6].map({ Self.error(stage, 550, $0) }) {
      #expect(final.isPermanent)
      #expect(!final.concernsRelay)
    }
    for open in [3, 4, 7].map({ Self.error(stage, 554, $0) }) + [Self.error(stage, 530)] {
      #expect(!open.isPermanent)
      #expect(open.concernsRelay)
    }
    for later in [nil, 1, 3, 4, 7].map({ Self.error(stage, 451, $0) }) {
      #expect(!later.isPermanent)
      #expect(!later.concernsRelay)
    }
  }

  @Test(arguments: [nil, 0, 1, 2, 3, 4, 5, 6, 7])
  func `the sender is the site's matter, whatever the status`(subject: Int?) {
    let error = Self.error(.sender, 550, subject)
    #expect(!error.isPermanent)
    #expect(error.concernsRelay)
    #expect(!Self.error(.sender, 451, subject).concernsRelay)
  }

  @Test func `a bounce is hard only if the relay says that the address does not work`() {
    #expect(Self.error(.recipient, 550, 1, 1).isHardBounce)
    #expect(Self.error(.recipient, 550, 2, 1).isHardBounce)
    for code in [550, 551, 553] { #expect(!Self.error(.recipient, code).isHardBounce) }
    #expect(!Self.error(.recipient, 552, 2, 2).isHardBounce)
    #expect(!Self.error(.recipient, 553, 1, 8).isHardBounce)
    #expect(!Self.error(.recipient, 554, 7, 1).isHardBounce)
    #expect(!Self.error(.recipient, 450, 1, 1).isHardBounce)
    #expect(!Self.error(.sender, 550, 1, 1).isHardBounce)
    #expect(!Self.error(.content, 550, 1, 1).isHardBounce)
    #expect(!SMTPError(.recipient, .timedOut).isHardBounce)
  }
}
