import Localization
import Markup
import PetitionStore
import Petitions

/// Publishes petitions when the time comes that a moderator has set.
struct ScheduledPublications {
  let store: Store
  let settings: SiteSettings

  /// Publishes what is due.
  ///
  /// A proposal that cannot be published any more, such as one whose last day has come too near, waits in
  /// the queue again.
  ///
  /// - Parameters:
  ///   - now: UTC milliseconds.
  ///   - report: told of each that fails, which keeps no other one waiting and stays due.
  /// - Returns: how many were published.
  @discardableResult
  func publishDue(
    at now: Int64, whereOneFails report: (Proposal.ID, any Error) -> Void
  ) async throws -> Int {
    // In an emergency they wait, and are published afterwards.
    guard try await store.switches().pausesStarting(at: now) == nil else { return 0 }
    var count = 0
    for scheduled in try await store.duePublications(at: now) {
      do {
        if try await publish(scheduled, at: now) { count += 1 }
      } catch {
        try Task.checkCancellation()
        report(scheduled.proposal, error)
      }
    }
    return count
  }

  private func publish(_ scheduled: ScheduledPublication, at now: Int64) async throws -> Bool {
    if let proposal = try await store.proposal(scheduled.proposal),
      let complete = try? ProposalCheck(settings, at: now).complete(proposal.content),
      let story = try? Markdown.html(proposal.content.story)
    {
      let petition = try await store.publishScheduled(
        scheduled, as: complete, storyHTML: story, at: now)
      if petition != nil { return true }
    }
    try await store.drop(scheduled)
    return false
  }
}

extension ProposalCheck {
  /// Checks what was written of a petition by the rules of a site.
  ///
  /// - Parameter now: UTC milliseconds.
  init(_ settings: SiteSettings, at now: Int64) {
    self.init(
      limits: settings.proposalLimits, countries: Set(Words.countryCodes),
      languages: PetitionLanguages.tags, at: now, isReadable: { (try? Markdown.html($0)) != nil })
  }
}
