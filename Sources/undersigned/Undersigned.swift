/// The program: one command with its settings, then everything that runs.
@main
struct Undersigned {
  static func main() async {
    await run(arguments: Array(CommandLine.arguments.dropFirst()))
  }
}
