import Localization
import Markup
import PetitionStore
import Petitions

/// What waits for a moderator, the oldest first.
struct QueuePage {
  let desk: DeskVisit
  let proposals: [QueuedProposal]
  let amendments: [QueuedAmendment]
  let openReports: Int
  let limits: ReviewLimits

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words("Moderation")).bytes {
      h1 { words("Moderation") }
      p {
        a(.href(desk.context.link(.desk(.moderation(.reports))))) {
          words("{count} report from readers", "{count} reports from readers", count: openReports)
        }
        " · "
        a(.href(desk.context.link(.desk(.moderation(.publicRules))))) { words("The rules") }
      }
      section(.aria(.labelledBy, "proposals-heading")) {
        h2(.id("proposals-heading")) { words("Petitions that wait to be published") }
        list(proposals.map(item))
      }
      section(.aria(.labelledBy, "amendments-heading")) {
        h2(.id("amendments-heading")) { words("Changes of published texts") }
        list(amendments.map(item))
      }
    }
  }

  private func list(_ items: [HTML]) -> HTML {
    items.isEmpty
      ? p(.class("hint")) { words("Nothing waits here.") }
      : ul(.class("queue")) { for item in items { item } }
  }

  private func item(_ queued: QueuedProposal) -> HTML {
    let proposal = queued.proposal
    return li(.class("queue-item")) {
      h3 {
        a(.href(link(.proposal(proposal.id)))) {
          span(.lang(proposal.content.language)) { isolated(proposal.content.title) }
        }
      }
      p(.class("queue-facts")) {
        clock(proposal.submittedAt ?? proposal.changedAt)
        if proposal.submissions > 1 {
          " · " + words("Submission {number}", ["number": words.number(proposal.submissions)])
        }
        holder(queued.review)
        if let time = queued.publishAt {
          " · " + words("Will be published on {time}", ["time": words.dateTime(time)])
        }
      }
    }
  }

  private func item(_ queued: QueuedAmendment) -> HTML {
    li(.class("queue-item")) {
      h3 {
        a(.href(link(.amendment(queued.amendment.id)))) {
          span(.lang(queued.petition.language)) { isolated(queued.petition.wording.title) }
        }
      }
      p(.class("queue-facts")) {
        clock(queued.amendment.proposedAt)
        holder(queued.review)
      }
    }
  }

  private func clock(_ since: Int64) -> HTML {
    ReviewClock(
      words: words, age: ReviewAge(submittedAt: since, now: desk.now, limits: limits)
    ).html
  }

  private func holder(_ review: ReviewCase) -> HTML {
    guard let claim = review.claim, claim.stands(at: desk.now) else { return .empty }
    return .sequence([
      .text(" · "),
      words.html("{name} works on it", ["name": isolated(review.holderName)]),
    ])
  }

  private func link(_ subject: ReviewSubject) -> LocalizedLink {
    desk.context.link(.desk(.moderation(.review(subject))))
  }
}

/// How long a case has waited, with a mark when that is too long; the mark is in words, too.
struct ReviewClock {
  let words: Words
  let age: ReviewAge

  var html: HTML {
    span(.class("clock \(age.mark.rawValue)")) {
      switch age.mark {
      case .inTime: words("Waits for {time}", ["time": words.age(age.milliseconds)])
      case .soonOverdue:
        words(
          "Waits for {time}, overdue in {rest}",
          ["time": words.age(age.milliseconds), "rest": words.age(age.remaining)])
      case .overdue:
        words(
          "Waits for {time}, overdue for {rest}",
          ["time": words.age(age.milliseconds), "rest": words.age(-age.remaining)])
      }
    }
  }
}
