import Localization
import Markup
import PetitionStore
import Petitions

/// Says that the mail with the link is on its way.
struct SubmissionSentPage {
  let desk: DeskVisit
  let token: String
  let email: String

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    MailboxPage(
      desk: desk,
      lead: words.html(
        "An email with a link is on its way to {email}. The petition is sent when you open the link and press the button there.",
        ["email": isolated(email)]),
      hint: words(
        "The link works for seven days. If nothing comes, look in your spam folder and check the address."
      ),
      ways: [
        (.proposal(.stage(token: token, .about)), words("Correct my address")),
        (.proposal(.stage(token: token, .review)), words("Send the email again")),
      ]
    ).bytes
  }
}

/// The page behind the link of the mail, with the button that submits.
struct SubmitPage {
  let desk: DeskVisit
  let secret: String
  let content: ProposalContent

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words("Send your petition")).bytes {
      h1 { words("Send your petition") }
      p(.class("lead"), .dir(.auto)) { isolated(content.title) }
      p {
        words(
          "With this button the petition becomes yours, goes to the moderators, and you are signed in on this browser."
        )
      }
      DeskForm(desk: desk, action: .proposal(.submit(secret: secret))).html {
        button(.class("primary")) { words("Send my petition") }
      }
      p(.class("hint")) {
        words("If you have not written it, close this page: nothing happens without the button.")
      }
    }
  }
}

/// Where a petition stands that was sent.
struct DraftStatusPage {
  let desk: DeskVisit
  let token: String
  let proposal: Proposal
  /// The petition that was made of it.
  let petition: Petition?

  private var words: Words { desk.words }
  private var context: PageContext { desk.context }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words(proposal.state)).bytes {
      if proposal.state == .returned, !proposal.verdict.isEmpty {
        VerdictNotice(words: words, verdict: proposal.verdict).html
      }
      h1 { words(proposal.state) }
      p(.class("lead"), .dir(.auto)) { isolated(proposal.content.title) }
      explanation
      p {
        a(.href(context.link(.desk(.proposal(.preview(token: token)))))) {
          words("See how it will look")
        }
        " "
        a(.href(context.link(.desk(.proposal(.own))))) { words("My petitions on their way") }
      }
    }
  }

  private var explanation: HTML {
    switch proposal.state {
    case .draft: .empty
    case .submitted:
      p {
        words(
          "A moderator reads it by the public rules. You will get an email when it is decided.")
      }
    case .returned:
      p {
        a(.class("primary"), .href(context.link(.desk(.proposal(.stage(token: token, .ask)))))) {
          words("Change it and send it again")
        }
      }
    case .rejected:
      .sequence(
        proposal.verdict.split(separator: "\n").map { line in p(.dir(.auto)) { String(line) } })
    case .published:
      petition.map { petition in
        p {
          a(.class("primary"), .href(context.link(.petition(petition.slug)))) {
            words("See the petition")
          }
        }
      } ?? .empty
    }
  }
}

/// Asks once whether to delete a draft.
struct DeleteDraftPage {
  let desk: DeskVisit
  let token: String
  let title: String

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words("Delete this draft")).bytes {
      h1 { words("Delete this draft?") }
      p(.class("lead"), .dir(.auto)) { isolated(title) }
      p { words("All that you wrote, and the photo, will be gone. This cannot be undone.") }
      DeskForm(desk: desk, action: .proposal(.delete(token: token))).html {
        button(.class("danger")) { words("Yes, delete it") }
      }
      p {
        a(.class("primary"), .href(desk.context.link(.desk(.proposal(.draft(token: token)))))) {
          words("No, keep it")
        }
      }
    }
  }
}

/// The petitions on their way of whoever is signed in.
struct OwnDraftsPage {
  let desk: DeskVisit
  let proposals: [OwnProposal]

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words("My petitions on their way")).bytes {
      h1 { words("My petitions on their way") }
      if proposals.isEmpty { p(.class("lead")) { words("There are none yet.") } }
      OwnProposalList(desk: desk, proposals: proposals).html
      p {
        a(.class("primary"), .href(desk.context.link(.desk(.proposal(.start(from: nil)))))) {
          words("Start a petition")
        }
      }
    }
  }
}

/// A list of proposals with where each stands.
struct OwnProposalList {
  let desk: DeskVisit
  let proposals: [OwnProposal]

  var html: HTML {
    guard !proposals.isEmpty else { return .empty }
    return ul(.class("own-proposals")) {
      for own in proposals {
        li {
          a(
            .href(desk.context.link(.desk(.proposal(.draft(token: own.link.token))))), .dir(.auto)
          ) {
            own.proposal.content.title.isEmpty
              ? desk.words("A petition without a title") : own.proposal.content.title
          }
          p(.class("hint")) { desk.words(own.proposal.state) }
          if let petition = own.petition {
            p {
              a(.href(desk.context.link(.desk(.proposal(.start(from: petition)))))) {
                desk.words("Start another one from it")
              }
            }
          }
        }
      }
    }
  }
}
