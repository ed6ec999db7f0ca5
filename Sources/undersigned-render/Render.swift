import Documents
import Glibc
import Rendering

/// `undersigned-render photo < original | …`: one photo in, its renditions out (see
/// `RenditionFrames`).
///
/// Exit codes: 0 done, 1 refused or failed with one sentence on standard error, 2 wrong usage.
@main
struct Render {
  static func main() {
    guard CommandLine.arguments.dropFirst().elementsEqual(["photo"]) else {
      end(.wrongUsage, "usage: undersigned-render photo < original | …")
    }
    guard !StandardStreams.outputIsAFile else {
      end(.wrongUsage, "Standard output must be a pipe: this process may not write files.")
    }
    guard ProcessLimits.apply() else { end(.failed, "The process could not limit itself.") }
    do {
      let original = try StandardStreams.readInput(upTo: PhotoLimits.originalBytes + 1)
      let renditions = try PhotoRenderer.renditions(of: original)
      try StandardStreams.writeOutput(RenditionFrames.encode(renditions))
    } catch {
      end(.failed, "\(error)")
    }
  }

  private enum ExitCode: Int32 {
    case failed = 1
    case wrongUsage = 2
  }

  private static func end(_ code: ExitCode, _ sentence: String) -> Never {
    StandardStreams.say(sentence)
    exit(code.rawValue)
  }
}
