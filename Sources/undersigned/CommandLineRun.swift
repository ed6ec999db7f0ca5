import Foundation
import Glibc

/// How the program ended: 0 done, 1 failed, 2 wrong usage.
enum ExitCode: Int32 {
  case done = 0
  case failed = 1
  case wrongUsage = 2
}

/// The words of the command line were wrong.
struct UsageError: Error {
  let message: String
}

/// Runs one command and ends the program.
func run(arguments: [String]) async -> Never {
  exit(await exitCode(of: arguments).rawValue)
}

private func exitCode(of arguments: [String]) async -> ExitCode {
  do {
    let command = try Command(arguments: arguments)
    let settings = try Settings(environment: ProcessInfo.processInfo.environment)
    try await command.run(settings)
    return .done
  } catch let error as UsageError {
    Terminal.note(
      "undersigned: \(error.message)\n`undersigned help` shows every command and setting")
    return .wrongUsage
  } catch let problem as Settings.Problem {
    Terminal.note("undersigned: \(problem.message)")
    return .wrongUsage
  } catch {
    Terminal.note("undersigned: \(error)")
    return .failed
  }
}
