import Glibc

guard let options = Options(CommandLine.arguments.dropFirst()) else {
  _ = Options.usage.withCString { write(STDERR_FILENO, $0, strlen($0)) }
  exit(2)
}
do {
  exit(options.plantsAll ? try await Session.findPlantedBugs(options) : try await Session.live(options))
} catch {
  print("\(error)")
  exit(3)
}
