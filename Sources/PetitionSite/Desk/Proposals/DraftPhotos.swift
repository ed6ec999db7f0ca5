import Cryptography
public import PetitionStore
public import Petitions

/// What became of a photo that somebody sent.
public enum PhotoRendering: Sendable {
  /// The files, without what the original said of place and camera.
  case rendered([PhotoFiles.File])
  /// The file is at fault, or there is no place for it now.
  case refused(ProposalRefusal.PhotoProblem)
}

/// What a step wants of the draft's photo.
enum PhotoWish {
  case none
  case removed
  case new(PhotoFiles)
  case refused(ProposalRefusal.PhotoProblem)
}

extension Site {
  /// Has the photo of a step rendered, where one was sent.
  func photo(_ sent: DraftForm.Sent, on stage: ProposalStage) async throws -> PhotoWish {
    guard stage == .details else { return .none }
    guard let original = sent.photo else { return sent.removesPhoto ? .removed : .none }
    switch try await effects.renderPhoto(original) {
    case .refused(let problem): return .refused(problem)
    // A name that nobody can guess: who has the same file learns of no draft.
    case .rendered(let files):
      return .new(PhotoFiles(id: Hex.encode(effects.random(16)), files: files))
    }
  }
}
