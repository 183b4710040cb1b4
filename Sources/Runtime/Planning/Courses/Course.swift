import ScheduleLang

/// How the SoC moves along a scale where a rule with a deadline may act, or another decides for it.
///
/// Positions count nodes of the scale; between two nodes all is taken to be linear. A class, since many stretches of
/// time share one.
final class Course: Sendable {
  /// What happens at one whole percent of SoC.
  enum Mode: Hashable, Sendable {
    /// Nothing moves the SoC.
    case still
    /// The rule may act, with a current of so many amperes, charging positive.
    case free(Int)
    /// Another rule moves the SoC, with a current of so many amperes, charging positive: for certain, or as far as is known.
    case forced(Int, isCertain: Bool = true)
  }

  let scale: ProgressScale
  /// Seconds from the first node to each while the rule acts; what cannot be crossed adds nothing.
  let seconds: [Double]
  /// kWh through the charger from the first node to each.
  let energy: [Double]
  /// The last node that can be reached from each, and the first from which it can be reached.
  private let stops: [Int32]
  private let starts: [Int32]
  /// Seconds in which other rules move the SoC across each cell, upwards or, negative, downwards; nil where nothing is
  /// forced at all.
  private let drift: [Double?]?
  /// Where the SoC goes where the rule acts and where it does not; nil where nothing is forced at all.
  private let ways: (acting: Drift, waiting: Drift)?
  /// Whether the rule may act at the cell that starts at each node.
  let isFree: [Bool]
  /// Whether all that others move is moved for certain.
  let isCertain: Bool

  /// Creates the course at whose whole percents of SoC happens what `mode` says.
  init(scale: ProgressScale, battery: BatteryModel, mode: (Int) -> Mode) {
    self.scale = scale
    var (seconds, energy, free) = ([0.0], [0.0], [Bool]())
    var drift: [Double?] = []
    var (isForced, isCertain) = (false, true)
    var isOpen: [Bool] = []
    var same: (mode: Mode, time: Double?, used: Double)?
    for index in 0..<scale.last {
      let (low, high) = (scale.soc(at: scale.node(index)), scale.soc(at: scale.node(index + 1)))
      let mode = mode(Int(((low.value + high.value) / 2).rounded(.down)))
      var (current, forced) = (0, false)
      switch mode {
      case .still: break
      case .free(let amperes): current = amperes
      case .forced(let amperes, let isSure):
        (current, forced) = (amperes, true)
        isCertain = isCertain && isSure
      }
      let isUp = current != 0 && (current > 0) == scale.rises
      var (time, used): (Double?, Double) = (nil, 0)
      let isSteady = isUp ? max(low.value, high.value) <= BatteryModel.taperStart : true
      if current != 0, isSteady, let same, same.mode == mode {
        (time, used) = (same.time, same.used)
      } else if current != 0 {
        let (start, end) = isUp ? (low, high) : (high, low)
        time = battery.seconds(from: start, to: end, setPoint: Amperes(current))
        if isUp, let time {
          used =
            abs(battery.step(from: low, setPoint: Amperes(current), seconds: time).power.value)
            * time / 3.6e6
        }
      }
      // Below the taper one cell is crossed as any other; not so where the charger's own range ends.
      same = isSteady && time != nil && battery.socRange.contains(Int(low.value)) ? (mode, time, used) : nil
      isForced = isForced || forced
      free.append(!forced && isUp && time != nil)
      isOpen.append(isUp && time != nil)
      seconds.append((seconds.last ?? 0) + (isUp ? time ?? 0 : 0))
      energy.append((energy.last ?? 0) + used)
      drift.append(forced ? time.map { isUp ? $0 : -$0 } : nil)
    }
    self.seconds = seconds
    self.energy = energy
    self.drift = isForced ? drift : nil
    (isFree, self.isCertain) = (free, isCertain)
    var stops = (0...scale.last).map { Int32($0) }
    var starts = stops
    for index in isOpen.indices.reversed() where isOpen[index] { stops[index] = stops[index + 1] }
    for index in isOpen.indices where isOpen[index] { starts[index + 1] = starts[index] }
    (self.stops, self.starts) = (stops, starts)
    ways =
      isForced
      ? (
        acting: Drift(drift.indices.map { isOpen[$0] ? seconds[$0 + 1] - seconds[$0] : drift[$0] }),
        waiting: Drift(drift)
      ) : nil
  }

  /// Whether the SoC can rise along the scale at the cell that starts at a node, by the rule or by another.
  func rises(at cell: Int) -> Bool { stops[cell] > cell }

  /// Whether other rules move the SoC somewhere.
  var isForced: Bool { drift != nil }

  /// Where the SoC is after `seconds` from `position` on, if the rule acts wherever it may.
  func advanced(from position: Double, by seconds: Double) -> Double {
    let cell = min(Int(position), scale.last - 1)
    let stop = Int(stops[cell])
    guard stop > cell else {
      return ways?.acting.position(from: position, after: seconds) ?? position
    }
    let time = self.seconds(at: position) + seconds
    if self.seconds[stop] > time {
      return Self.place(of: time, in: self.seconds, between: cell, and: stop)
    }
    return Double(stop)
  }

  /// Where the SoC is after `seconds` from `position` on, if the rule does not act.
  func drifted(from position: Double, by seconds: Double) -> Double {
    ways?.waiting.position(from: position, after: seconds) ?? position
  }

  /// The least position from which `advanced` reaches `position` in `seconds`; the end of the scale where none does.
  func origin(of position: Double, seconds: Double) -> Double {
    let below = max(Int(position.rounded(.up)) - 1, 0)
    if let drift, let time = drift[below], time < 0 {
      // What falls meanwhile must start higher.
      let down = descent(from: position, by: seconds, along: drift)
      if down > position { return down }
    }
    let start = Int(starts[below + 1])
    guard start <= below else { return position }
    let time = self.seconds(at: position) - seconds
    return time <= self.seconds[start]
      ? Double(start) : Self.place(of: time, in: self.seconds, between: start, and: below + 1)
  }

  /// Seconds from the first node to `position` while the rule acts.
  func seconds(at position: Double) -> Double { Self.value(seconds, at: position) }

  /// kWh from the first node to `position`.
  func energy(at position: Double) -> Double { Self.value(energy, at: position) }

  /// kWh through the charger while the cell that starts at a node is crossed; 0 where it cannot be.
  func energy(ofCell cell: Int) -> Double { energy[cell + 1] - energy[cell] }

  /// The value at `position` of what `nodes` gives for each node.
  static func value(_ nodes: [Double], at position: Double) -> Double {
    let index = min(Int(position), nodes.count - 2)
    return nodes[index] + (nodes[index + 1] - nodes[index]) * (position - Double(index))
  }

  /// The position between two nodes at which what `seconds` gives for each node is `time`.
  static func place(of time: Double, in seconds: [Double], between low: Int, and high: Int) -> Double {
    var (low, high) = (low, high)
    while high - low > 1 {
      let middle = (low + high) / 2
      if seconds[middle] <= time { low = middle } else { high = middle }
    }
    let width = seconds[high] - seconds[low]
    return width > 0 ? Double(low) + min(max((time - seconds[low]) / width, 0), 1) : Double(high)
  }

  /// From where the SoC falls to `position` in `seconds`.
  private func descent(from position: Double, by seconds: Double, along drift: [Double?]) -> Double {
    var (position, left) = (position, seconds)
    while left > 0, position < Double(scale.last), let time = drift[Int(position)], time < 0 {
      let part = (Double(Int(position) + 1) - position) * -time
      if part > left { return position + left / -time }
      (position, left) = (Double(Int(position) + 1), left - part)
    }
    return position
  }
}
