import Glibc

/// The three standard streams of a child, with the ends of both sides.
struct ChildStreams: ~Copyable {
  var input: SocketPair
  var output: SocketPair
  var message: SocketPair

  /// Which of the parent's ends can be used without waiting.
  struct Readiness {
    let input: Bool
    let output: Bool
    let message: Bool
  }

  /// Opens all six ends; none survives into a process started by somebody else.
  init() throws(RenderingError) {
    let input = try SocketPair()
    let output = try SocketPair()
    let message = try SocketPair()
    self.input = input
    self.output = output
    self.message = message
  }

  /// Lets go of the child's ends once it has them, so that its end shows as the end of its output.
  mutating func closeTheirs() {
    input.theirs.close()
    output.theirs.close()
    message.theirs.close()
  }

  /// Waits until an open end is ready or the time is over.
  func poll(milliseconds: Int32) throws(RenderingError) -> Readiness {
    // The kernel skips negative numbers, which is what closed ends have.
    var ends = [
      pollfd(fd: input.ours.number, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: output.ours.number, events: Int16(POLLIN), revents: 0),
      pollfd(fd: message.ours.number, events: Int16(POLLIN), revents: 0),
    ]
    guard Glibc.poll(&ends, nfds_t(ends.count), milliseconds) >= 0 || errno == EINTR else {
      throw .failed("could not wait for the streams, errno \(errno)")
    }
    return Readiness(
      input: ends[0].revents != 0, output: ends[1].revents != 0, message: ends[2].revents != 0)
  }
}

/// Two connected sockets, one for each side.
///
/// Sockets, not pipes: only `send` can be told not to raise SIGPIPE when the other side stops
/// reading.
struct SocketPair: ~Copyable {
  var ours: Descriptor
  var theirs: Descriptor

  init() throws(RenderingError) {
    var ends: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
      throw .failed("could not open a stream, errno \(errno)")
    }
    ours = Descriptor(ends[0])
    theirs = Descriptor(ends[1])
  }
}
