import Glibc
import ScheduleLang

/// A stretch of charging or discharging in which one formula gives the SoC.
struct BatteryPhase {
  /// What a part of the phase comes to.
  struct Part {
    var soc: Percent
    /// Ampere-seconds at the charger's grid side, charging positive.
    var charge: Double
  }

  private enum Course {
    /// The SoC moves by so many percent a second.
    case steady(rate: Double)
    /// The current falls by `fall` amperes with each ampere-second that reaches the battery.
    case tapering(taper: Double, fall: Double, line: ChargerEfficiency.Line)
  }

  /// The SoC at which it begins.
  let start: Percent
  /// The SoC at which it ends.
  let end: Percent
  /// How long it takes; infinite where the end is only approached.
  private(set) var seconds = 0.0
  /// The current at its beginning in amperes, charging positive.
  private let flow: Double
  private let course: Course

  /// A phase of constant current, whose SoC moves by `rate` percent a second.
  init(steadyFrom start: Percent, to end: Double, flow: Double, rate: Double) {
    (self.start, self.end, self.flow) = (start, Percent(end), flow)
    course = .steady(rate: rate)
    seconds = seconds(to: self.end)
  }

  /// A phase whose current falls by `taper` amperes with each percent, at most to `floor`.
  ///
  /// `gain` is in percent per ampere-second that reaches the battery; `line` gives the efficiency.
  init(
    taperingFrom start: Percent, to top: Double, flow: Double, floor: Double, taper: Double, gain: Double,
    line: ChargerEfficiency.Line
  ) {
    let end = line.floor > floor ? start.value + (flow - line.floor) / taper : top
    (self.start, self.end, self.flow) = (start, Percent(end), flow)
    course = .tapering(taper: taper, fall: taper * gain, line: line)
    seconds = seconds(to: self.end)
  }

  /// How long it takes from the start to an SoC before the end.
  func seconds(to soc: Percent) -> Double {
    switch course {
    case .steady(let rate): return (soc.value - start.value) / rate
    case .tapering(let taper, let fall, let line):
      let current = flow - (soc.value - start.value) * taper
      return log(share(flow, line) / share(current, line)) / (fall * line.constant)
    }
  }

  /// What comes of its first `seconds`.
  func after(_ seconds: Double) -> Part {
    switch course {
    case .steady(let rate):
      return Part(soc: Percent(start.value + rate * seconds), charge: flow * seconds)
    case .tapering(let taper, let fall, let line):
      // With efficiency a + b I the current follows dI/dt = -fall I (a + b I), so that I / (a + b I) decays
      // exponentially.
      let share = share(flow, line) * exp(-fall * line.constant * seconds)
      let current = line.constant * share / (1 - line.slope * share)
      let charge =
        line.slope == 0
        ? (flow - current) / (fall * line.constant)
        : log((line.constant + line.slope * flow) / (line.constant + line.slope * current))
          / (fall * line.slope)
      return Part(soc: Percent(start.value + (flow - current) / taper), charge: charge)
    }
  }

  private func share(_ current: Double, _ line: ChargerEfficiency.Line) -> Double {
    current / (line.constant + line.slope * current)
  }
}
