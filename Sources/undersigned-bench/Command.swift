import Glibc

/// The words of the command line were wrong.
struct UsageError: Error {
  let message: String
}

private let usage = """
  undersigned-bench seed --data FOLDER --page FILE [--database POSTGRES] [--petitions 1]
                         [--signatures 0] [--each 10]
      petitions, signatures of the first one, and a few of each other one
  undersigned-bench links --data FOLDER [--database POSTGRES] --pending N --output FILE
      signatures that wait, and the tokens of their links, one a line
  undersigned-bench group-commit --data FOLDER [--database POSTGRES] [--tasks 1024] [--seconds 3]
      tasks that sign as fast as the store records, without HTTP
  undersigned-bench answer --listen 127.0.0.1:PORT
      the site's HTTP server, which reads the form and answers 303 at once

  """

/// Runs one command and ends the program: 0 done, 1 failed, 2 wrong usage.
func run(arguments: [String]) async -> Never {
  do {
    let options = try Options(arguments: arguments.dropFirst())
    switch arguments.first {
    case "seed": try await seed(options)
    case "links": try await writeLinks(options)
    case "group-commit": try await measureGroupCommit(options)
    case "answer": try await answer(options)
    default: throw UsageError(message: "which command?")
    }
    exit(0)
  } catch let error as UsageError {
    note("undersigned-bench: \(error.message)\n\n\(usage)")
    exit(2)
  } catch {
    note("undersigned-bench: \(error)")
    exit(1)
  }
}

/// A line to standard error; on a terminal it may take the place of the one before.
func note(_ line: String, overwriting: Bool = false) {
  write(Array((overwriting ? "\r\(line)\u{1b}[K" : line + "\n").utf8), to: STDERR_FILENO)
}

/// A line to standard output.
func output(_ line: String) {
  write(Array((line + "\n").utf8), to: STDOUT_FILENO)
}

private func write(_ bytes: [UInt8], to file: Int32) {
  var rest = bytes[...]
  while !rest.isEmpty {
    let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
    guard written > 0 else { return }
    rest = rest.dropFirst(written)
  }
}

/// The time in UTC milliseconds.
func currentMilliseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
}
