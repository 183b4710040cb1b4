import Runtime
import ScheduleLang

/// The readings of a scenario from evaluation to evaluation, believed for as long as the run believes them.
///
/// A power that nothing new is heard of counts for as long as the site says, the SoC for five minutes of power,
/// and never while no car is connected.
struct ScenarioReadings {
  private let scenario: TestScenario
  private let staleAfter: Int
  private var belief = SoCBelief(doubts: false)
  private var state = ChargerState.paused

  init(_ scenario: TestScenario, of site: Site) {
    self.scenario = scenario
    staleAfter = site.staleAfter
  }

  /// The readings so many `seconds` after the start, which is asked for in order.
  mutating func next(at seconds: Int) -> Readings {
    var given: [Reading: Double?] = [:]
    for (reading, series) in scenario.readings where reading != .soc {
      given[reading] = .some(value(of: series.state(at: seconds)))
    }
    var readings = Readings(given: given, pluggedIn: isPluggedIn(at: seconds))
    readings.soc = soc(at: seconds)
    readings.inputs = scenario.inputs
    return readings
  }

  /// Takes note that `decision` is acted on from so many `seconds` on.
  mutating func act(on decision: Decision, at seconds: Int) {
    report(decision == .idle ? .paused : .charging, soc: nil, at: seconds)
  }

  private func value(of state: ReadingSeries.State) -> Double? {
    switch state {
    case .value(let value): value
    case .unknown: nil
    case .stale(let value, let age): age <= staleAfter ? value : nil
    }
  }

  private mutating func soc(at seconds: Int) -> Int? {
    var heard: Int?
    switch scenario.readings[.soc]?.state(at: seconds) ?? .unknown {
    // The tolerance undoes binary fractions: 60 % less ten times 0.3 % are 57 %.
    case .value(let value): heard = Int(exactly: (value + 1e-6).rounded(.down))
    case .unknown: belief = SoCBelief(doubts: false)
    case .stale: break
    }
    report(nil, soc: heard, at: seconds)
    return belief.soc
  }

  /// Lets the belief know what the charger says, which without a `state` goes on as before.
  private mutating func report(_ state: ChargerState?, soc: Int?, at seconds: Int) {
    if let state { self.state = state }
    let pluggedIn = isPluggedIn(at: seconds)
    belief.update(
      ChargerStatus(state: pluggedIn ? self.state : .unplugged, pluggedIn: pluggedIn, soc: soc, power: nil),
      at: .seconds(seconds))
  }

  private func isPluggedIn(at seconds: Int) -> Bool { scenario.plug?.isPluggedIn(at: seconds) ?? true }
}
