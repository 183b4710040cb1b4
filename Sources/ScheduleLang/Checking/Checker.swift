/// Gives a syntax tree its meaning: resolves names, converts units, flattens blocks, and reports what has none.
struct Checker {
  /// A `let` with its compiled value, once it has been asked for.
  struct LetEntry {
    enum State {
      case untouched, inProgress
      case done(LetValue?)
    }

    var syntax: LetSyntax
    var state = State.untouched
  }

  /// What a name stands for.
  enum LetValue {
    case quantity(Quantity)
    case windows([Window])
    case days(DaySet)
    case action(Action)
    case time(Int)
    /// A switch.
    case input(DeclaredInput)

    var noun: String {
      switch self {
      case .quantity: "a quantity"
      case .windows: "windows"
      case .days: "days"
      case .action: "an action"
      case .time: "a time of day"
      case .input: "a switch"
      }
    }
  }

  let files: [FileLoader.LoadedFile]
  let precedence: [Int]
  let knowsTimezone: (String) -> Bool
  /// Whether the files were read without an error.
  let isSound: Bool
  /// The settings that misspelt ones most likely mean; they are not missed as well.
  let misspeltSettings: Set<String>
  /// The files that were read, and the built-in one once it is needed.
  var sources: [SourceFile]
  /// What is wrong.
  var diagnostics: [Diagnostic] = []

  var lets: [String: LetEntry] = [:]
  /// The inputs that have been asked for, by name.
  var inputs: [String: DeclaredInput] = [:]
  /// How inputs are set other than declared.
  let settings: InputValues
  /// Whether the name that is being compiled turns on an input that is no switch.
  var touchesInput = false
  /// The names that turn on such an input, however indirectly.
  private var settable: Set<String> = []
  /// Whether what is being compiled stays as it is while the program runs.
  var isFixed = false
  /// How many names are being followed, each from the one before.
  var nameDepth = 0
  var tariffs: [String: TariffSyntax] = [:]
  /// The tariffs whose periods are being compiled.
  var tariffsInProgress: Set<String> = []
  var compiledTariffs: [String: Tariff] = [:]
  var builtInTariffs: [String: TariffSyntax]?
  /// The descriptions of devices that the files hold, by name.
  var descriptions: [String: DescriptionSyntax] = [:]
  /// The settings of the description that is being compiled.
  var describedSettings: [DeviceDescription.Setting] = []
  /// How the device that is being compiled is reached, where that is over HTTP, and what its places are.
  var describedAccess: HTTPAccess?
  var describedPlaces = ChargerPlaces()
  /// What the description that is being compiled counts its addresses from, by name.
  var describedOffsets: [String: (setting: String, stride: Int)] = [:]
  /// What the descriptions that were asked for mean; nil for those with mistakes.
  var compiledDescriptions: [String: DeviceDescription?] = [:]
  /// Gives the recorded answer in a file.
  let readSample: (_ path: String) -> SampleAnswer
  /// IANA names of the clocks; the first is the site's.
  var clocks: [String] = []
  /// The site; the rest of the check goes on with the built-in one where it is wrong.
  var site: Site
  /// Where the site's charger is declared.
  var chargerRange: SourceRange?
  /// The tariffs, in lower case, that rules or names ask for.
  var tariffsAskedFor: Set<String> = []
  /// The money unit that the program uses first, and where.
  var money: (unit: Quantity.Unit, range: SourceRange)?
  /// The schedule that is being compiled.
  var schedule: Schedule
  /// Its hysteresis, once one of the schedules that it is made of has said any, of nothing too.
  var hysteresis: Double?
  /// The heads of the schedules that it is made of.
  var compiledSchedules: [SourceRange] = []
  /// Where a name's value was found implausible, which is reported once.
  var doubted: Set<SourceRange> = []

  init(
    files: [FileLoader.LoadedFile], precedence: [Int], sources: [SourceFile], isSound: Bool,
    settings: InputValues = InputValues(), knowsTimezone: @escaping (String) -> Bool,
    readSample: @escaping (_ path: String) -> SampleAnswer
  ) {
    self.readSample = readSample
    self.files = files
    self.precedence = precedence
    self.sources = sources
    self.isSound = isSound
    self.settings = settings
    misspeltSettings = files.reduce(into: []) { $0.formUnion($1.tree.settingsMeant) }
    self.knowsTimezone = knowsTimezone
    site = Site.simulated
    schedule = Schedule(name: "", clocks: [], range: .nowhere)
  }

  /// Checks everything; the program is of use only where no error was found.
  mutating func check() -> Program? {
    guard let runFile = files.first?.tree else { return nil }
    collectDeclarations()
    collectDescriptions()
    isFixed = true
    compileSite()
    isFixed = false
    for key in lets.keys.sorted() { _ = value(ofLet: key) }
    for key in tariffs.keys.sorted() { _ = tariff(key) }
    let compiled = compileSchedule()
    // What asks for a tariff may be among what is wrong.
    if compiled != nil, isSound, !diagnostics.contains(where: { $0.severity == .error }) {
      reportUnusedTariffs(runFile)
    }
    let tests = runFile.tests.map { compileTest($0) }
    var program = Program(site: site, schedule: compiled, tests: tests, sources: sources)
    program.descriptions = descriptions.keys.sorted().compactMap { compiledDescriptions[$0] ?? nil }
    program.namedTimes = namedTimes
    program.blockAllowances = files.flatMap(\.tree.blockAllowances)
    return program
  }

  /// What no input touches: the site and its tariffs.
  struct Fixed: Sendable {
    fileprivate var site: Site
    fileprivate var chargerRange: SourceRange?
    fileprivate var clocks: [String]
    fileprivate var tariffs: [String: Tariff]
    fileprivate var builtInTariffs: [String: TariffSyntax]?
    fileprivate var money: (unit: Quantity.Unit, range: SourceRange)?
    /// The files that were read.
    fileprivate(set) var sources: [SourceFile]
  }

  /// What of it no input touches, once it has been checked.
  var fixed: Fixed {
    Fixed(
      site: site, chargerRange: chargerRange, clocks: clocks, tariffs: compiledTariffs,
      builtInTariffs: builtInTariffs, money: money, sources: sources)
  }

  /// Checks the schedule alone, in a site that has been checked.
  mutating func checkSchedule(beside fixed: Fixed) -> Schedule? {
    (site, chargerRange, clocks) = (fixed.site, fixed.chargerRange, fixed.clocks)
    (compiledTariffs, builtInTariffs, money) = (fixed.tariffs, fixed.builtInTariffs, fixed.money)
    collectDeclarations()
    for key in lets.keys.sorted() { _ = value(ofLet: key) }
    return compileSchedule()
  }

  /// What the names of days and windows stand for, in the order of the text.
  private var namedTimes: [NamedTimes] {
    lets.values.compactMap { entry -> NamedTimes? in
      let range = entry.syntax.name.range
      switch entry.state {
      case .done(.days(let days)): return NamedTimes(.days(days), range: range)
      case .done(.windows(let windows)): return NamedTimes(.windows(windows), range: range)
      default: return nil
      }
    }.sorted { ($0.range.file, $0.range.start) < ($1.range.file, $1.range.start) }
  }

  mutating func report(_ diagnostic: Diagnostic) {
    if diagnostics.count < 2 * Lexer.maximumDiagnostics { diagnostics.append(diagnostic) }
  }

  // MARK: Declarations

  private mutating func collectDeclarations() {
    for file in precedence {
      for declaration in files[file].tree.lets {
        if let first = lets[declaration.name.key]?.syntax.name {
          report(.duplicate("name", declaration.name, first: first.range))
        } else {
          lets[declaration.name.key] = LetEntry(syntax: declaration)
        }
      }
      for declaration in files[file].tree.tariffs {
        if let first = tariffs[declaration.name.key]?.name {
          report(.duplicate("tariff", declaration.name, first: first.range))
        } else {
          tariffs[declaration.name.key] = declaration
        }
      }
    }
  }

  /// What a name stands for; nil where it is wrong, which has been reported then.
  mutating func value(ofLet key: String) -> LetValue? {
    guard let entry = lets[key] else { return nil }
    switch entry.state {
    case .done(let value): return value
    case .inProgress:
      report(.circularName(entry.syntax.name))
      lets[key]?.state = .done(nil)
      return nil
    case .untouched:
      guard nameDepth < Parser.maximumDepth else {
        report(.nestingTooDeep(at: entry.syntax.name.range))
        lets[key]?.state = .done(nil)
        return nil
      }
      nameDepth += 1
      let outer = (touchesInput, isFixed)
      (touchesInput, isFixed) = (false, false)
      defer {
        nameDepth -= 1
        (touchesInput, isFixed) = outer
      }
      lets[key]?.state = .inProgress
      let value = compile(entry.syntax)
      if touchesInput { settable.insert(key) }
      // A circle has been closed, and reported, in the meantime.
      if case .done = lets[key]?.state { return nil }
      lets[key]?.state = .done(value)
      return value
    }
  }

  private mutating func compile(_ syntax: LetSyntax) -> LetValue? {
    switch syntax.value {
    case .input(let input): return compile(input, of: syntax.name)
    case .time(let time): return self.time(time).map { .time($0) }
    case .quantity(let quantity): return self.quantity(quantity).map { .quantity($0) }
    case .windows(let windows): return self.windows(windows).map { .windows($0) }
    case .days(let days): return self.days(days).map { .days($0) }
    case .action(let action): return self.action(action).map { .action($0) }
    case .names(let names):
      if names.count == 1 { return lookUp(names[0]) }
      return list(of: names)
    case .invalid: return nil
    }
  }

  /// A list of names has the kind of its first.
  private mutating func list(of names: [Word]) -> LetValue? {
    guard let first = lookUp(names[0]) else { return nil }
    var set = DaySet()
    var windows: [Window] = []
    for name in names {
      guard let value = lookUp(name) else { return nil }
      switch (first, value) {
      case (.days, .days(let days)): set.members.append(days)
      case (.windows, .windows(let more)): windows += more
      default:
        report(
          .wrongKind(name, is: value.noun, expected: first.noun, declared: lets[name.key]?.syntax.name.range))
        return nil
      }
      guard isWithinBounds(windows, at: name.range), isWithinBounds(set, at: name.range) else { return nil }
    }
    if case .days = first { return .days(set) }
    return .windows(windows)
  }

  /// The value of a name, reporting one that nobody declares.
  ///
  /// - Parameter words: words of the language that could stand here as well.
  mutating func lookUp(_ name: Word, or words: [Keyword] = []) -> LetValue? {
    guard lets[name.key] != nil else {
      report(
        .unknownName(
          name, among: lets.values.map(\.syntax.name.text).sorted(), words: words.map(\.spelling),
          tariffsWithPeriod: tariffs(withPeriod: name.key), siteTariff: site.importTariff))
      return nil
    }
    let value = value(ofLet: name.key)
    guard settable.contains(name.key) else { return value }
    touchesInput = true
    guard isFixed else { return value }
    report(.inputInSite(name, declared: lets[name.key]?.syntax.name.range))
    return nil
  }

  /// The number of a clock, which is added where it is new.
  mutating func clock(_ timezone: String) -> Int {
    if let index = clocks.firstIndex(of: timezone) { return index }
    clocks.append(timezone)
    return clocks.count - 1
  }
}
