import ScheduleLang

/// What rules that choose remember from one evaluation to the next.
package struct OptimiserMemory: Hashable, Sendable {
  /// A choice, and since when it is made.
  struct Turn: Hashable {
    var rule: Int
    var choice: OptimisedChoice
    var instant: Instant
    /// When the step ends in which it was made.
    var stepEnd: Instant
    var soc: Int
  }

  /// A direction of power, and since when it is chosen.
  struct Way: Hashable {
    var direction: Direction
    var since: Instant
  }

  /// What usually flows through the grid meter.
  var grid = UsualGrid()
  /// What the house has done lately, where conditions ask for it.
  var house = RecentHouse()
  /// The SoC with the part of a percent that readings leave out.
  var soc = FineSoC()
  /// The plan of the time to come.
  var plan: OptimalPlan?
  /// The direction that was chosen last.
  var way: Way?
  /// What was chosen last; nil where another rule has decided since.
  var turn: Turn?

  /// Takes in the readings of a minute.
  mutating func update(at moment: Moment, readings: Readings, outlook: Outlook) {
    guard let battery = outlook.battery else { return }
    soc.update(reading: readings.soc, at: moment.instant, battery: battery)
    grid.note(readings.grid, at: moment.local)
    if outlook.asksForPowers { house.note(readings, at: moment.local, outlook: outlook) }
  }

  /// Takes note of what was decided, and by which rule.
  mutating func note(_ outcome: Decision, ofRule index: Int?, readings: Readings, outlook: Outlook) {
    soc.note(Amperes(outlook.current(of: outcome, grid: readings.grid)))
    if turn?.rule != index { turn = nil }
  }
}
