import Cryptography
public import Petitions
import SQLDatabase

extension Store {
  /// Makes the petition of a submitted proposal, open from now on, and tells its author by mail.
  ///
  /// - Parameters:
  ///   - complete: what the proposal's content makes, checked at this moment.
  ///   - storyHTML: the story, rendered in safe mode.
  ///   - actor: the moderator.
  ///   - now: UTC milliseconds.
  /// - Returns: the petition; nil where the proposal does not wait for a moderator.
  public func publish(
    _ id: Proposal.ID, as complete: CompleteProposal, storyHTML: String, by actor: Account.ID?,
    at now: Int64
  ) async throws -> Petition.ID? {
    try await database.write { [self] transaction in
      try publish(id, as: complete, storyHTML: storyHTML, by: actor, at: now, in: transaction)
    }
  }

  /// The same in the transaction of whatever else belongs to it.
  func publish(
    _ id: Proposal.ID, as complete: CompleteProposal, storyHTML: String, by actor: Account.ID?,
    at now: Int64, in transaction: any Transaction
  ) throws -> Petition.ID? {
    guard let known = try proposal(id, in: transaction),
      known.state.transition(on: .publish) != nil,
      let owner = try known.owner.flatMap({ try account($0, in: transaction) })
    else { return nil }
    let slug = try freeSlug(complete.wording.title, in: transaction)
    let petition = try insert(
      complete, slug: slug, storyHTML: storyHTML, owner: owner.id, at: now, in: transaction)
    try transaction.execute(
      """
      UPDATE proposal
      SET state = 'published', petition_id = $1, changed_at = $2, verdict = NULL
      WHERE id = $3
      """, petition.rawValue, now, id.rawValue)
    try addDetail(complete, of: petition, in: transaction)
    try learn(complete.targets, at: now, in: transaction)
    try Self.index(petition, complete.wording, version: 1, in: transaction)
    try write(
      JournalEntry(
        .petitionOpened, by: actor, petition: petition,
        facts: ["proposal": "\(id.rawValue)"], isPublic: true, at: now), in: transaction)
    try queue(
      .petitionPublished(slug: slug.text, title: complete.wording.title), to: owner.email,
      language: known.language, at: now, in: transaction)
    try transaction.tell(.changed(petition))
    return petition
  }

  /// The title's slug, with a number where another petition has it.
  private func freeSlug(_ title: String, in transaction: any Transaction) throws -> Slug {
    let first = Slug(title: title, fallback: Self.fallbackSlug(title))
    var number = 1
    while true {
      let slug = number == 1 ? first : first.numbered(number)
      let isTaken = try !transaction.query(
        "SELECT id FROM petition WHERE slug = $1", slug.text
      ).isEmpty
      if !isTaken { return slug }
      number += 1
    }
  }

  private func insert(
    _ complete: CompleteProposal, slug: Slug, storyHTML: String, owner: Account.ID, at now: Int64,
    in transaction: any Transaction
  ) throws -> Petition.ID {
    let rows = try transaction.query(
      """
      INSERT INTO petition (
        unique_id, slug, key_salt, state, language, first_audience, wording_version, opened_at,
        closes_at, photo_id, photo_credit, photo_alternative, owner_id, is_discreet
      )
      VALUES ($1, $2, $3, 'open', $4, $5, 1, $6, $7, $8, $9, $10, $11, $12)
      RETURNING id
      """, random(16), slug.text, random(32), complete.language, complete.audience.rawValue, now,
      complete.closesAt, complete.photo?.id, complete.photoCredit, complete.photoDescription,
      owner.rawValue, complete.isDiscreet)
    guard let id: Int64 = try rows.first?.get(0) else { throw StoreError.noSuchPetition }
    try transaction.execute(
      """
      INSERT INTO wording (petition_id, version, content, story_html, created_at)
      VALUES ($1, 1, $2, $3, $4)
      """, id, try PetitionRow.content(of: complete.wording), storyHTML, now)
    return Petition.ID(rawValue: id)
  }

  private func addDetail(
    _ complete: CompleteProposal, of petition: Petition.ID, in transaction: any Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO petition_detail (petition_id, category, milestones, targets)
      VALUES ($1, $2, $3, $4)
      """, petition.rawValue, complete.category.rawValue,
      complete.milestones.map(String.init).joined(separator: " "),
      seal(
        try ProposalRow.encoded(complete.targets),
        in: "petition_detail.targets \(petition.rawValue)"))
  }
}
