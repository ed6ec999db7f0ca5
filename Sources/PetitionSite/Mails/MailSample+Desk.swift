import PetitionStore

/// What mails to people with accounts say of a petition that does not exist.
extension MailSample {
  static let title = "Reopen the Riverside Footpath Before Spring"
  static let slug = "reopen-the-riverside-footpath-before-spring"

  static let returnedMail = DeskMail.proposalReturned(
    token: token, verdict: verdict, title: title)
  static let rejectedMail = DeskMail.proposalRejected(token: token, verdict: reason, title: title)
  static let textChangedMail = DeskMail.moderation(
    .textChanged(
      title: title, slug: slug, message: "Thank you for the new date.",
      asksSigners: true))
  static let textNotChangedMail = DeskMail.moderation(
    .textNotChanged(
      title: title, slug: slug, message: "It would ask for something else than people have signed.")
  )
  static let takenDownMail = DeskMail.moderation(
    .takenDown(title: title, reasons: reason, statement: "At the wish of the family."))
  static let mergedMail = DeskMail.moderation(
    .merged(
      title: title, otherTitle: "A Path Along the River for All",
      otherSlug: "a-path-along-the-river-for-all"))

  private static let reason = "It is about a private person who does not stand in public life."
  private static let verdict = """
    It does not say what is to be done.
    Please write in one sentence what the council is to decide.
    """
}
