import Runtime
import ScheduleLang

/// Which rules that plan do so alike in two programs.
///
/// A rule that chooses looks at all that its schedule says: only where both say the same it chooses alike.
///
/// A plan is made from the rule's action, from when its guards hold and its turn comes, from what the clauses leave of
/// it, from prices, and from what the site says of car and charger. Where all of these are the same for both, whether
/// the rule acts is one fact; where they are not, it is one for each.
struct SharedPlans {
  /// The fact that the plan of a rule is, by program and rule.
  private(set) var numbers: [[Int: Int]] = [[:], [:]]
  /// The facts, in the order of their numbers, from `first` on.
  private(set) var facts: [Fact] = []
  /// The rules that share a plan, the old program's first.
  private(set) var pairs: [(Int, Int)]

  private let programs: [ComparedProgram]
  private let first: Int

  /// Takes for shared what nothing so far speaks against; facts are numbered from `first` on.
  init(_ programs: [ComparedProgram], facts: JointFacts, classes: [DayClass], first: Int) {
    self.programs = programs
    self.first = first
    pairs = []
    if programs[0].subject.site.plansLike(programs[1].subject.site) {
      var free = programs[1].planningRules
      let areSame = programs[0].schedule.says(programs[1].schedule)
      for rule in programs[0].planningRules {
        let chooses = programs[0].schedule.rules[rule].action.optimisation != nil
        if chooses, !areSame { continue }
        let meaning = DeadlineMeaning(programs[0].schedule.rules[rule].action, classes: classes)
        let rises = programs[0].schedule.rules[rule].action.parts.map(\.rises)
        let readings =
          chooses
          ? [.importPrice, .exportPrice] : Set(rises.map { $0 ? Reading.importPrice : .exportPrice })
        guard readings.allSatisfy({ facts.prices[$0]?[0] == facts.prices[$0]?[1] }),
          let place = free.firstIndex(where: {
            DeadlineMeaning(programs[1].schedule.rules[$0].action, classes: classes) == meaning
          })
        else { continue }
        pairs.append((rule, free.remove(at: place)))
      }
    }
    number()
  }

  /// Tells pairs apart that turn out to plan differently.
  mutating func part(_ broken: Set<Int>) {
    pairs = pairs.indices.filter { !broken.contains($0) }.map { pairs[$0] }
    number()
  }

  private mutating func number() {
    numbers = [[:], [:]]
    facts = []
    for (one, other) in pairs {
      (numbers[0][one], numbers[1][other]) = (first + facts.count, first + facts.count)
      facts.append(fact(of: one, in: programs[0]))
    }
    for (program, compared) in programs.enumerated() {
      for rule in compared.planningRules where numbers[program][rule] == nil {
        numbers[program][rule] = first + facts.count
        facts.append(fact(of: rule, in: compared))
      }
    }
  }

  /// Whether a rule with a deadline acts, or which of its choices one takes.
  private func fact(of rule: Int, in program: ComparedProgram) -> Fact {
    let choices = program.schedule.rules[rule].action.optimisation?.decisions.count ?? 2
    return Fact(kind: .plan(rule: rule), values: (0..<choices).map { Double($0) })
  }
}

/// What an action with a deadline asks for, wherever it is written.
private struct DeadlineMeaning: Hashable {
  private struct Part: Hashable {
    var decision: Decision
    var target: Double?
    /// When it falls due, but for the days.
    var deadline: Deadline?
    /// Whether it falls due on the days of each class.
    var days: [Bool] = []
    var optimisation: Optimisation?
  }

  private var parts: [Part]

  init(_ action: Action, classes: [DayClass]) {
    parts = action.parts.map { action in
      var part = Part(decision: action.decision, target: action.target, deadline: action.deadline)
      part.optimisation = action.optimisation
      guard let deadline = action.deadline, deadline.date == nil else { return part }
      part.deadline?.days = nil
      part.days = classes.map { deadline.days?.contains($0.sample) ?? true }
      return part
    }
  }
}

extension Site {
  /// Whether all that plans are made from is the same at another site.
  fileprivate func plansLike(_ other: Site) -> Bool {
    timezone == other.timezone && voltage == other.voltage && battery == other.battery
      && wear == other.wear
      && margin == other.margin
      && importLimit == other.importLimit && exportLimit == other.exportLimit
      && chargerCurrent == other.chargerCurrent && chargerSoC == other.chargerSoC
      && chargerDischarges == other.chargerDischarges && meter?.settings == other.meter?.settings
      && metersSun == other.metersSun
  }
}
