import Runtime
import ScheduleLang

/// Turns cases in which two programs differ into moments at which they do.
struct ExampleFinder {
  /// What came of it.
  enum Result {
    case shown(ComparedExample)
    /// The time never occurs.
    case impossible
    /// No moment was found; the text says what it turns on. At `other` they differ, but not in this way.
    case open(String, other: ComparedExample?)
  }

  private let comparer: ProgramComparer
  private let search: ExampleSearch
  private let facts: [Fact]

  /// No more tries than these for one difference, and where a rule chooses, which takes its time.
  private static let mostTries = (usual: 1500, choosing: 100)
  /// How long before a deadline its plan is looked at, in minutes.
  private static let nearDeadline = [1, 3, 6, 12, 25, 45, 90, 150, 240, 360]
  private static let everyHalfHour = Array(stride(from: 20, through: 24 * 60, by: 30))

  init(_ comparer: ProgramComparer) {
    self.comparer = comparer
    search = ExampleSearch(comparer.subjects[0], comparer.subjects[1], start: comparer.start)
    facts = comparer.allFacts
  }

  /// A moment at which `key` is what the two decide.
  func example(of key: ProgramComparer.Key, _ found: ProgramComparer.Found) -> Result {
    var tries = key.before.chooses || key.after.chooses ? Self.mostTries.choosing : Self.mostTries.usual
    var other: ComparedExample?
    func take(_ tried: ExampleSearch.Case) -> ComparedExample? {
      tries -= 1
      guard let example = search.example(tried, asker: key.asker) else { return nil }
      if example.before.isCase(of: key.before), example.after.isCase(of: key.after) { return example }
      other = other ?? example
      return nil
    }
    let moments = found.scenes.map { instants(of: $0) }
    guard moments.contains(where: { !$0.isEmpty }) else { return .impossible }
    // A plan acts where its deadline is near, and elsewhere only where prices make it.
    let plans = deadlineActions(found)
    if !plans.isEmpty, let scene = found.scenes.first {
      let socs = found.socs.values.reduce(SoCSet.empty) { $0 | $1 }.spread
      for minutes in [Self.nearDeadline, Self.everyHalfHour] {
        for instant in search.instants(before: plans, minutes: minutes) where tries > 0 {
          for soc in socs {
            let tried = tried(scene, at: instant, soc: soc, seed: seeds.last ?? nil)
            if let example = take(tried) { return .shown(example) }
          }
        }
      }
    }
    for (scene, instants) in zip(found.scenes, moments) {
      for (number, instant) in instants.enumerated() where tries > 0 {
        for soc in number == 0 ? scene.socs.spread : [scene.socs.middle] {
          for seed in seeds {
            if let example = take(tried(scene, at: instant, soc: soc, seed: seed)) { return .shown(example) }
          }
        }
      }
    }
    return .open(doubt(found.scenes), other: other)
  }

  /// Moments of a scene's stretch; where half hours are ranked, one of each.
  private func instants(of scene: ProgramComparer.Scene) -> [Instant] {
    let occurrences = comparer.time.stretches[scene.stretch].occurrences.prefix(12)
    let found = occurrences.lazy.flatMap {
      search.instants($0, of: comparer.time.classes, inHalfHours: asksForRanks)
    }
    return Array(found.prefix(asksForRanks ? 48 : 8))
  }

  /// A moment in one of some stretches with too many cases, found by trying.
  func example(among stretches: [Int]) -> ComparedExample? {
    let noise = SeededNoise(seed: 7)
    for (place, stretch) in stretches.prefix(20).enumerated() {
      let occurrence = comparer.time.stretches[stretch].occurrences[0]
      let relevant = Set(facts.indices)
      var cases = JointCases(
        relevant, of: facts, fixed: comparer.time.stretches[stretch].key.prices, durations: [:],
        hysteresis: comparer.hysteresis)
      guard let instant = search.instants(occurrence, of: comparer.time.classes, inHalfHours: false).first
      else { continue }
      for number in 0..<200 {
        cases.draw(noise, at: place * 1000 + number)
        guard cases.isPossible else { continue }
        let scene = ProgramComparer.Scene(
          stretch: stretch, samples: cases.samples, state: cases.state, socs: .all)
        let soc = number % 5 == 0 ? nil : Int(noise.value(-number) * 101)
        let tried = tried(scene, at: instant, soc: soc, seed: UInt64(number))
        if let example = search.example(tried, asker: .rules) { return example }
      }
    }
    return nil
  }

  // MARK: Cases

  /// What is told to both where the facts are those of a scene.
  private func tried(_ scene: ProgramComparer.Scene, at instant: Instant, soc: Int?, seed: UInt64?)
    -> ExampleSearch.Case
  {
    var tried = ExampleSearch.Case(instant: instant)
    tried.readings.soc = soc
    tried.readings.pluggedIn = true
    var sources: [PriceSource: Double?] = [:]
    var seconds = 0
    for (number, fact) in facts.enumerated() {
      let value = fact.values[scene.samples[number]]
      switch fact.kind {
      case .reading(.home): tried.readings.home = value.map { Watts($0) }
      case .reading(.solar): tried.readings.solar = value.map { Watts($0) }
      case .reading(.grid): tried.readings.grid = value.map { Watts($0) }
      case .reading(let reading) where reading.isCounter: tried.readings.counters[reading] = value
      case .reading(let reading) where reading.isAhead: tried.readings.ahead[reading] = value
      case .plug: tried.readings.pluggedIn = value.map { $0 == 1 }
      case .input(let name): tried.readings.inputs[name] = .toggle(value == 1)
      case .takesNoCharge: tried.readings.takesNoCharge = value == 1
      case .held where value == 1: seconds = max(seconds, comparer.facts.durations[number]?.seconds ?? 0)
      case .reading(let reading):
        for program in comparer.programs.indices
        where comparer.facts.tables[program].number(of: reading) == number {
          if let source = comparer.source(of: reading, program) {
            let adjustments = comparer.adjustments(of: reading, program)
            sources[source] = .some(value.map(adjustments.undone))
          }
        }
      default: break
      }
    }
    tried.course = scene.state.map { comparer.hysteresis.course(to: $0) } ?? []
    tried.steadyMinutes = min((seconds + 59) / 60, 2 * 1440)
    if seed != nil {
      // What no condition asks for may still rank half hours.
      for program in comparer.programs.indices {
        for reading in [Reading.importPrice, .exportPrice] {
          guard let source = comparer.source(of: reading, program), sources[source] == nil else { continue }
          sources[source] = .some(12)
        }
      }
    }
    if !sources.isEmpty {
      tried.published = search.published(
        sources, at: instant, minutes: tried.steadyMinutes + tried.course.count, seed: seed)
    }
    return tried
  }

  /// Whether any window is ranked by prices.
  private var asksForRanks: Bool {
    facts.contains { if case .ranked = $0.kind { true } else { false } }
  }

  /// Which prices to try: none but the present one, and where half hours are ranked or planned with, several.
  private var seeds: [UInt64?] {
    let hasSources = [Reading.importPrice, .exportPrice].contains { reading in
      comparer.programs.indices.contains { comparer.source(of: reading, $0) != nil }
    }
    let asks = facts.contains { fact in
      switch fact.kind {
      case .ranked, .plan: true
      default: false
      }
    }
    return hasSources && asks ? [nil, 1, 2, 3] : [nil]
  }

  /// The actions with a deadline that some cases turn on.
  private func deadlineActions(_ found: ProgramComparer.Found) -> [Action] {
    var actions: [Action] = []
    for (number, fact) in facts.enumerated() {
      guard case .plan = fact.kind, found.scenes.contains(where: { $0.samples[number] == 1 }) else {
        continue
      }
      for (program, compared) in comparer.programs.enumerated() {
        for (rule, plan) in comparer.plans.numbers[program] where plan == number {
          actions.append(compared.schedule.rules[rule].action)
        }
      }
    }
    return actions
  }

  /// What a difference that could not be shown turns on.
  private func doubt(_ scenes: [ProgramComparer.Scene]) -> String {
    var reasons: [String] = []
    func add(_ reason: String) { if !reasons.contains(reason) { reasons.append(reason) } }
    for scene in scenes {
      for (number, fact) in facts.enumerated() where scene.samples[number] != 0 {
        switch fact.kind {
        case .plan: add("when a plan for a deadline acts")
        case .ranked: add("which half hours are cheapest or dearest")
        case .held, .kept: add("what is remembered")
        default: continue
        }
      }
    }
    return reasons.isEmpty ? "readings that may not meet" : reasons.joined(separator: " and ")
  }
}

extension ProgramComparison.Side {
  /// Whether it is what `side` stands for.
  fileprivate func isCase(of side: Self) -> Bool {
    ruleIndex == side.ruleIndex && (side.chooses || decision == side.decision)
  }
}

extension ProgramComparer {
  /// Where a program's prices come from where they are not fixed.
  func source(of reading: Reading, _ program: Int) -> PriceSource? {
    let schedule = programs[program].schedule
    return reading == .importPrice ? schedule.importTariff?.source : schedule.exportTariff?.source
  }

  /// What a program makes of prices from there.
  func adjustments(of reading: Reading, _ program: Int) -> [PriceAdjustment] {
    let schedule = programs[program].schedule
    let tariff = reading == .importPrice ? schedule.importTariff : schedule.exportTariff
    return tariff?.adjustments ?? []
  }
}

extension SoCSet {
  /// A SoC of the set that is neither its lowest nor its highest, if it has one.
  fileprivate var middle: Int? {
    let known = ranges.flatMap { Array($0) }
    return known.isEmpty ? nil : known[known.count / 2]
  }

  /// Some SoCs of the set: its middle, its ends, others between them, and unknown.
  fileprivate var spread: [Int?] {
    let known = ranges.flatMap { Array($0) }
    var found: [Int?] = []
    func add(_ soc: Int?) { if !found.contains(soc) { found.append(soc) } }
    if !known.isEmpty {
      let last = known.count - 1
      for part in [6, 0, 12, 3, 9, 11, 1, 8] { add(known[last * part / 12]) }
    }
    if contains(nil) { add(nil) }
    return found
  }
}
