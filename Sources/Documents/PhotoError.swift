public import Rendering

/// Why a photo has no renditions.
public enum PhotoError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file is at fault; the reason is meant for the person who sent it.
  case refused(PhotoRefusal)
  /// The image library failed; the detail names the step.
  case failed(String)

  /// A sentence that holds nothing of the file.
  public var description: String {
    switch self {
    case .refused(let reason): reason.description
    case .failed(let step): "The image library failed to \(step)."
    }
  }
}
