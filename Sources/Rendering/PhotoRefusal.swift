/// Why a photo is turned down; the raw value is the sentence for the person who sent it.
///
/// The sentences are also what the rendering process says on standard error, so the caller can tell
/// a refusal from a failure and a translator finds all of them here.
public enum PhotoRefusal: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  case tooLarge = "This file is larger than 10 MiB."
  case notAPhoto = "This file is not a JPEG, PNG or WebP image."
  case tooManyPixels = "This image has more than 50 million pixels."
  case damaged = "This image is damaged or incomplete."

  /// The sentence itself.
  public var description: String { rawValue }
}
