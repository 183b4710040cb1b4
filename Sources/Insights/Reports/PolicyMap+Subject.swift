import Runtime
import ScheduleLang

extension PolicyMap {
  /// Runs of equal policy over the SoC at one moment.
  private typealias Column = [Run]

  private struct Run: Hashable {
    var soc: ClosedRange<Int>?
    var policy: Policy
  }

  /// Maps the week, Monday to Sunday, that `date` is in.
  public init(of subject: HomeSchedule, around date: CivilDate) {
    let subject = subject.outlook.optimisingRules.isEmpty ? subject : subject.assumingPrices
    monday = date.adding(days: -Int(date.weekday.rawValue))
    // Minutes at which the clock answers every question alike share their column.
    var columns: [TimeFacts: Column] = [:]
    var choices = RankedChoices()
    var cells: [Cell] = []
    var memory = Memory()
    for day in Weekday.allCases {
      let date = monday.adding(days: Int(day.rawValue))
      let week = (0..<1440).map { minute -> Column in
        let moment = subject.clocks.moment(local: LocalTime(date: date, minute: minute))
        choices.update(at: moment, outlook: subject.outlook)
        let facts = TimeFacts(subject.schedule, at: moment, outlook: subject.outlook, choices: choices)
        if let column = columns[facts] { return column }
        let column = PolicyMap.column(of: subject, at: moment, choices: choices, memory: &memory)
        columns[facts] = column
        return column
      }
      cells += PolicyMap.cells(of: week, on: day)
    }
    self.cells = cells
  }

  private static func column(
    of subject: HomeSchedule, at moment: Moment, choices: RankedChoices, memory: inout Memory
  ) -> Column {
    // Most rules of a long schedule are out of the question by the clock alone, whatever the SoC.
    // One that chooses looks at all of them.
    let kept =
      subject.outlook.optimisingRules.isEmpty
      ? subject.schedule.rulesInQuestion(at: moment, choices: choices) : Array(subject.schedule.rules.indices)
    let narrowed = subject.keeping(rules: kept)
    var column: Column = []
    for soc in Array(0...100) + [nil] {
      var policy = policy(of: narrowed, at: moment, soc: soc, memory: &memory)
      policy.ruleIndex = policy.ruleIndex.map { kept[$0] }
      if let soc, let last = column.last, let run = last.soc, last.policy == policy {
        column[column.count - 1].soc = run.lowerBound...soc
      } else {
        column.append(Run(soc: soc.map { $0...$0 }, policy: policy))
      }
    }
    return column
  }

  /// - Parameter memory: plans that do not turn on the SoC are kept in it.
  private static func policy(
    of subject: HomeSchedule, at moment: Moment, soc: Int?, memory: inout Memory
  ) -> Policy {
    var readings = Readings()
    readings.soc = soc
    readings.pluggedIn = true
    readings.fillPrices(from: subject.outlook, at: moment)
    memory = memory.forgettingAllButPlans
    let outcome = decide(
      subject.schedule, at: moment, readings: readings, memory: &memory,
      outlook: subject.outlook.withoutDeadlines)
    return Policy(
      decision: outcome.decision, applied: subject.applied(outcome.decision, soc: soc),
      ruleIndex: outcome.ruleIndex,
      dependsOn: Dependencies(
        schedule: subject.schedule, moment: moment, readings: readings, choices: memory.conditions.ranked
      ).facts)
  }

  /// Joins the runs of a day's columns that go on unchanged from minute to minute.
  private static func cells(of columns: [Column], on day: Weekday) -> [Cell] {
    var cells: [Cell] = []
    var open: [Run: Int] = [:]
    for (minute, column) in columns.enumerated() {
      if minute > 0, column == columns[minute - 1] { continue }
      var stillOpen: [Run: Int] = [:]
      for run in column {
        let start = open.removeValue(forKey: run) ?? minute
        stillOpen[run] = start
      }
      for (run, start) in open { cells.append(cell(run, on: day, start..<minute)) }
      open = stillOpen
    }
    for (run, start) in open { cells.append(cell(run, on: day, start..<columns.count)) }
    return cells.sorted {
      ($0.minutes.lowerBound, $0.soc?.lowerBound ?? 101) < ($1.minutes.lowerBound, $1.soc?.lowerBound ?? 101)
    }
  }

  private static func cell(_ run: Run, on day: Weekday, _ minutes: Range<Int>) -> Cell {
    Cell(day: day, minutes: minutes, soc: run.soc, policy: run.policy)
  }
}
