import Cryptography
public import PetitionStore
public import Petitions
public import Rendering

/// What became of a photo that somebody sent.
public enum PhotoRendering: Sendable {
  /// The files, without what the original said of place and camera.
  case rendered([PhotoFiles.File])
  /// The file is at fault, or there is no place for it now.
  case refused(ProposalRefusal.PhotoProblem)

  /// Has a photo rendered that nobody has checked yet.
  ///
  /// - Throws: `RenderingError` where the fault is not the photo's; `CancellationError`.
  public init(of original: [UInt8], by renderer: Renderer) async throws {
    do {
      self = .rendered(
        try await renderer.photo(original).map { rendition in
          PhotoFiles.File(
            format: rendition.format.rawValue,
            size: Photo.Size(width: rendition.width, height: rendition.height),
            bytes: rendition.bytes)
        })
    } catch let error as RenderingError {
      guard let problem = ProposalRefusal.PhotoProblem(error) else { throw error }
      self = .refused(problem)
    }
  }
}

extension ProposalRefusal.PhotoProblem {
  /// What a person can do something about; nil where the fault is the site's.
  fileprivate init?(_ error: RenderingError) {
    switch error {
    case .tooLarge, .refused(.tooLarge): self = .tooLarge
    case .refused(.notAPhoto): self = .notAPhoto
    case .refused(.tooManyPixels): self = .tooManyPixels
    // What takes so long is no usual photo.
    case .refused(.damaged), .timedOut: self = .damaged
    case .busy: self = .busy
    case .failed: return nil
    }
  }
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
