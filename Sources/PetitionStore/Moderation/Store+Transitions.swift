import Petitions
import SQLDatabase

extension Store {
  /// Why somebody may not make happen what could; nil where they may.
  ///
  /// - Parameter owner: who runs the petition.
  func refusal(
    of transition: PetitionTransition, by person: Account.ID, owner: Account.ID?,
    in transaction: any Transaction
  ) throws -> ReviewRefusal? {
    guard let account = try heldAccount(person, in: transaction), !account.isSuspended,
      let actor = account.actor(owner: owner)
    else { return .notAllowed }
    if transition.actors.contains(actor) { return nil }
    return actor == .organiser ? .ownPetition : .notAllowed
  }
}
