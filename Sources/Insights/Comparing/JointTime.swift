import Runtime
import ScheduleLang

/// All the time from a day on, distinguished where it can matter to either of two programs.
struct JointTime {
  /// Times at which the clock answers both programs alike.
  struct Stretch {
    /// What distinguishes it from others.
    struct Key: Hashable {
      /// The parts of each program's rules that the clock lets apply and that earlier ones leave anything to.
      var rules: [[Int]]
      /// The parts of each program's clauses.
      var nevers: [[Int]]
      /// The parts of each program's rules with a deadline that the clock lets apply.
      var deadlines: [[Int]]
      /// The samples of the facts that are fixed prices.
      var prices: [Int: Int]
    }

    var key: Key
    var occurrences: [Insights.Stretch.Occurrence]
  }

  let classes: [DayClass]
  private(set) var stretches: [Stretch] = []

  init(
    _ programs: [ComparedProgram], _ compiled: [ComparedRules], facts: JointFacts, classes: [DayClass]
  ) {
    self.classes = classes
    var lists: [[Guard]] = []
    func add(_ items: [[Guard]]) -> Range<Int> {
      lists += items
      return lists.count - items.count..<lists.count
    }
    let rules = programs.map { add($0.rules.map(\.guards)) }
    let nevers = programs.map { add($0.nevers.map(\.guards)) }
    // A price is a fact only where a condition asks for it.
    var priced: [(fact: Int, meaning: PriceMeaning, items: Range<Int>)] = []
    for (reading, meanings) in facts.prices.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      for (program, meaning) in meanings.enumerated() where meaning.isFixed {
        guard let fact = facts.tables[program].number(of: reading),
          !priced.contains(where: { $0.fact == fact })
        else { continue }
        priced.append((fact, meaning, add(meaning.guards)))
      }
    }
    let timetable = Timetable(lists, classes: classes, rules: [])
    let deadlines = programs.map { Set($0.planningRules) }
    var numbers: [Stretch.Key: Int] = [:]
    for stretch in timetable.stretches {
      func allowed(_ items: Range<Int>) -> [Int] {
        items.filter { stretch.allows($0) }.map { $0 - items.lowerBound }
      }
      let candidates = rules.map(allowed)
      let key = Stretch.Key(
        rules: zip(compiled, candidates).map { $0.relevant(among: $1) }, nevers: nevers.map(allowed),
        deadlines: programs.indices.map { program in
          candidates[program].filter { deadlines[program].contains(programs[program].rules[$0].index) }
        },
        prices: Dictionary(
          uniqueKeysWithValues: priced.map { fact, meaning, items in
            let price = meaning.price(inFirstOf: items.map { stretch.allows($0) })
            return (fact, facts.tables[0].sample(of: fact, for: price))
          }))
      if let number = numbers[key] {
        stretches[number].occurrences += stretch.occurrences
      } else {
        numbers[key] = stretches.count
        stretches.append(Stretch(key: key, occurrences: stretch.occurrences))
      }
    }
  }
}

extension JointTime {
  /// The classes of the days from `today` on that neither program can distinguish.
  static func classes(
    _ programs: [ComparedProgram], facts: JointFacts, from today: CivilDate, clocks: ClockSet
  )
    -> [DayClass]
  {
    var guards = programs.flatMap { $0.rules + $0.nevers }.flatMap(\.guards)
    guards += facts.prices.values.joined().flatMap(\.guards).joined()
    // The days of deadlines are compared by what the classes say of them.
    let nowhere = SourceRange.nowhere
    for action in programs.flatMap({ program in program.schedule.rules.flatMap(\.action.parts) }) {
      if let days = action.deadline?.days { guards.append(Guard(.on(days), range: nowhere)) }
    }
    return DayClass.all(from: today, guards: guards, clocks: clocks)
  }
}
