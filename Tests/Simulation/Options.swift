/// What the command line asks for.
struct Options {
  /// How many days to live through in all.
  var days = 1.0
  /// The seed of the first trial; each further one has the next.
  var seed: UInt64 = 1
  /// How long one trial lasts, in days.
  var trialDays = 1.0
  /// How many trials run at once.
  var workers = 2
  /// Whether each second of the worlds is printed.
  var traces = false
  /// Whether the trials go on after a broken promise, so that all that are broken are told.
  var goesOn = false
  /// Whether each of the mistakes is planted in turn, to see that it is found.
  var plantsAll = false
  /// The mistake to plant in the program.
  var bug: PlantedBug?

  static let usage = """
    simulate-faults [--days N] [--seed N] [--trial-days N] [--workers N] [--plant BUG | --planted]
      [--keep-going] [--trace]

    Runs the control loop and the drivers in virtual homes in which everything fails, from seeds, and checks the
    promises of the program each second. Exits with 1 where one is broken; with --planted, where a bug is not found.
    Bugs that can be planted: \(PlantedBug.allCases.map(\.rawValue).joined(separator: ", "))

    """

  /// Reads arguments; nil where they make no sense.
  init?(_ arguments: some Sequence<String>) {
    var iterator = arguments.makeIterator()
    while let name = iterator.next() {
      switch name {
      case "--trace": traces = true; continue
      case "--planted": plantsAll = true; continue
      case "--keep-going": goesOn = true; continue
      default: break
      }
      guard let value = iterator.next() else { return nil }
      switch name {
      case "--days": guard let days = Double(value), days > 0 else { return nil }; self.days = days
      case "--seed": guard let seed = UInt64(value) else { return nil }; self.seed = seed
      case "--trial-days": guard let days = Double(value), days > 0 else { return nil }; trialDays = days
      case "--workers": guard let count = Int(value), count > 0 else { return nil }; workers = count
      case "--plant": guard let bug = PlantedBug(rawValue: value) else { return nil }; self.bug = bug
      default: return nil
      }
    }
  }

  /// The command that repeats the trial of a seed.
  func command(repeating seed: UInt64) -> String {
    let plant = bug.map { " --plant \($0.rawValue)" } ?? ""
    return
      "swift run -c release simulate-faults --seed \(seed) --days \(trialDays) --trial-days \(trialDays)\(plant)"
  }
}
