/// How far the removal of signatures is.
public enum RemovalState: String, Sendable, Hashable, CaseIterable {
  /// Signatures were found and counted; nothing was asked for.
  case counted
  /// A second person has to agree.
  case awaiting
  /// Signatures are being removed, batch after batch.
  case running
  /// It was ended before all were removed; those that were stay removed.
  case cancelled
  /// All that were found are removed.
  case done
  /// Removed signatures are being put back, batch after batch.
  case undoing
  /// All that were removed and not withdrawn stand again.
  case undone

  /// What can happen to a removal.
  public enum Step: Sendable, Hashable {
    /// Somebody asks for it and gives a reason.
    case request(needsSecond: Bool)
    /// A second person agrees.
    case agree
    /// Whoever may remove ends it.
    case cancel
    /// The last batch was removed.
    case finish
    /// Whoever may remove puts the signatures back.
    case undo
    /// The last batch was put back.
    case finishUndo
  }

  /// The state that follows; nil where the step is not possible.
  ///
  /// - Parameter removed: how many signatures are removed at the moment.
  public func after(_ step: Step, removed: Int = 0) -> RemovalState? {
    switch (self, step) {
    case (.counted, .request(let needsSecond)): needsSecond ? .awaiting : .running
    case (.awaiting, .agree): .running
    case (.awaiting, .cancel), (.running, .cancel): .cancelled
    case (.running, .finish): .done
    case (.done, .undo) where removed > 0, (.cancelled, .undo) where removed > 0: .undoing
    case (.undoing, .finishUndo): .undone
    default: nil
    }
  }

  /// Whether batches remain to be done without anybody asking.
  public var isWorking: Bool { self == .running || self == .undoing }
}
