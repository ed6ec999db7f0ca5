/// The form in which a moderator notes something for the others.
public struct ReviewNoteForm: Sendable, Hashable {
  /// The note as typed.
  public var note: String

  /// A form as somebody filled it in.
  public init(note: String) {
    self.note = note
  }

  /// The note, made fit to keep.
  public func checked(limits: ReviewLimits) throws(ReviewRefused) -> String {
    guard let text = ReviewText.lines(note, length: limits.noteLength) else {
      throw ReviewRefused([.noteTooLong])
    }
    guard !text.isEmpty else { throw ReviewRefused([.noteMissing]) }
    return text
  }
}
