/// What `make bench` needs of the product besides the program itself: data sets and bare halves.
@main
struct UndersignedBench {
  static func main() async {
    await run(arguments: Array(CommandLine.arguments.dropFirst()))
  }
}
