public import EmailAddresses
import Synchronization

/// A server that takes mails from this one and brings them to their recipients.
///
/// Several mails go over one connection, and a few connections side by side. A relay that fails
/// again and again is left alone for a while, in which mails are deferred at once.
public final class SMTPRelay: Sendable {
  private let queue: SMTPQueue

  /// Where the relay is.
  public let address: SMTPAddress

  /// How it is used.
  public let options: SMTPOptions

  /// Names a relay; nothing is opened yet.
  ///
  /// - Parameters:
  ///   - clock: milliseconds, of a clock that is not set if there is one.
  ///   - random: numbers from 0 up to 1, so that many nodes do not come back at the same moment.
  public init(
    _ address: SMTPAddress, _ options: SMTPOptions, clock: @escaping @Sendable () -> Int64,
    random: @escaping @Sendable () -> Double
  ) {
    self.address = address
    self.options = options
    queue = SMTPQueue(address, options, clock: clock, random: random)
  }

  /// Whether the relay failed so often that it is left alone at present; then nothing need be sent.
  ///
  /// It ends with the pause, since somebody has to try.
  public var isPaused: Bool { queue.isPaused }

  /// Sends letters and waits for the result of each, in their order.
  ///
  /// It takes at most `options.longestSeconds`. When the task is cancelled, letters whose turn has
  /// not come are deferred at once.
  public func send(_ letters: [Letter]) async -> [Delivery] {
    guard !letters.isEmpty else { return [] }
    let batch = Batch(count: letters.count)
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        batch.whenComplete { continuation.resume(returning: $0) }
        queue.add(letters, batch: ObjectIdentifier(batch)) { batch.note($1, of: $0) }
        // Cancelled before the letters were there to be cancelled.
        if Task.isCancelled { queue.cancel(ObjectIdentifier(batch)) }
      }
    } onCancel: {
      queue.cancel(ObjectIdentifier(batch))
    }
  }

  /// Sends one letter.
  public func send(_ letter: Letter) async -> Delivery {
    await send([letter])[0]
  }

  /// Writes messages and sends them; one that cannot be written is rejected with a `MailError`.
  ///
  /// - Parameters:
  ///   - sender: where failures are reported to (the envelope's sender); nil for nowhere.
  ///   - signer: signs every message, if there is one.
  public func send(
    _ messages: [MailMessage], from sender: EmailAddress?, signedBy signer: DKIMSigner? = nil
  ) async -> [Delivery] {
    let written = messages.map { message in
      Result { try message.bytes(signedBy: signer) }
        .map { Letter(from: sender, to: message.to.address, content: $0) }
    }
    var sent = await send(written.compactMap { try? $0.get() })[...]
    return written.map { letter in
      switch letter {
      case .success: sent.removeFirst()
      case .failure(let error): .rejected(error)
      }
    }
  }

  /// Ends sending: letters under way are finished if their content is, others are deferred.
  ///
  /// Returns when every connection is closed, at most `options.mailSeconds` later.
  public func close() async {
    await withCheckedContinuation { continuation in
      queue.stop { continuation.resume() }
    }
  }

  deinit {
    queue.stop {}
  }
}

/// The letters of one call and what became of them.
private final class Batch: Sendable {
  private struct State {
    var deliveries: [Delivery?]
    var missing: Int
    var done: (@Sendable ([Delivery]) -> Void)?
  }

  private let state: Mutex<State>

  init(count: Int) {
    state = Mutex(State(deliveries: Array(repeating: nil, count: count), missing: count))
  }

  /// Says whom to tell, before the first letter is noted.
  func whenComplete(_ done: @escaping @Sendable ([Delivery]) -> Void) {
    state.withLock { $0.done = done }
  }

  func note(_ delivery: Delivery, of number: Int) {
    let complete = state.withLock { state -> (() -> Void)? in
      state.deliveries[number] = delivery
      state.missing -= 1
      guard state.missing == 0, let done = state.done else { return nil }
      let deliveries = state.deliveries.compactMap { $0 }
      return { done(deliveries) }
    }
    complete?()
  }
}
