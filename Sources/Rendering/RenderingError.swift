/// Why no renditions came back.
public enum RenderingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file is at fault; the reason is meant for the person who sent it.
  case refused(PhotoRefusal)
  /// The original is over ``PhotoLimits/originalBytes``.
  case tooLarge
  /// As many processes as allowed are at work; worth trying again in a moment.
  case busy
  /// The process was killed at its deadline.
  case timedOut
  /// The process could not start, crashed, hit a limit, or wrote what nobody expects; the detail is
  /// for the log.
  case failed(String)

  /// A sentence that holds nothing of the file.
  public var description: String {
    switch self {
    case .refused(let reason): reason.description
    case .tooLarge: PhotoRefusal.tooLarge.description
    case .busy: "Too many files are being rendered at once."
    case .timedOut: "Rendering took longer than allowed."
    case .failed(let detail): "Rendering failed: \(detail)"
    }
  }
}
