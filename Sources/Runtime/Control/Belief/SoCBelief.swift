import ScheduleLang

/// The car's SoC as far as it can be believed, between the moments at which the charger reports it.
///
/// Many chargers report the SoC only while power flows. The last value stays known while the car stays
/// plugged in; it becomes unknown on unplugging, since another car may come, after five minutes of power
/// without a valid reading, since it must have moved by then, and after five minutes in which the charger is silent,
/// since nobody knows what has come and gone.
///
/// A value that the battery cannot have reached at the charger's power, and a jump to less than 5 % or a first value there,
/// is in doubt until it has lasted for a minute. Meanwhile the one before stays known where it was told for a minute itself, and is unknown where
/// it was not: then either may be the false one.
public struct SoCBelief: Hashable, Sendable {
  /// The believed SoC in whole percent; nil is unknown.
  public private(set) var soc: Int?

  /// How long power may flow without a valid reading, and the charger may be silent.
  public static let longestBlindPower: Duration = .seconds(300)
  /// How long a value in doubt must last.
  public static let doubtTime: Duration = .seconds(60)

  /// Below this (in watts, either way) the charger's electronics are all that draws.
  private static let leastPower = 100.0
  /// Values below this are in doubt where the SoC has not been there already, or next to them.
  private static let suspiciousBelow = 5
  /// The longest time between two readings in which the SoC counts as told.
  private static let longestGap: Duration = .seconds(5)

  /// Whether what cannot be is doubted.
  private let doubts: Bool
  private var pace: SoCPace
  private var doubtful: Doubtful?
  /// Whether two values that had not lasted have contradicted each other.
  private var isContested = false
  /// For how long the SoC was told without a doubt, and when last; while no power flows it is not told.
  private var knownFor: Duration = .zero
  private var heardAt: Duration?
  private var powering = false
  private var blindPower: Duration = .zero
  private var silence: Duration = .zero
  private var last: Duration?

  /// A value in doubt.
  private struct Doubtful: Hashable {
    var pace: SoCPace
    var first: Duration
    var last: Duration
  }

  /// Creates the belief at the program's start: the SoC is unknown.
  ///
  /// - Parameters:
  ///   - percentPerSecond: how fast the SoC can change at most.
  ///   - doubts: whether what cannot be is doubted; what a scenario tells is true.
  public init(percentPerSecond: Double = SoCPace.fastest, doubts: Bool = true) {
    self.doubts = doubts
    pace = SoCPace(percentPerSecond: percentPerSecond)
  }

  /// The value that is in doubt; nil is none.
  public var doubtfulSoC: Int? { doubtful?.pace.reading }

  /// Goes on at another pace; what is believed stays so.
  mutating func follow(percentPerSecond: Double) { pace.percentPerSecond = percentPerSecond }

  /// Takes in what the charger says of itself at `uptime`, or nil where it says nothing.
  ///
  /// Power that flowed when the charger was last heard is taken to flow on while it is silent.
  public mutating func update(_ status: ChargerStatus?, at uptime: Duration) {
    if let last {
      silence += uptime - last
      if powering { blindPower += uptime - last }
      // What nobody has seen may have moved the SoC.
      if powering || status == nil { pace.pass(uptime - last) }
    }
    last = uptime
    if silence >= Self.longestBlindPower { forget() }
    if let status {
      silence = .zero
      take(status, at: uptime)
    }
    if blindPower >= Self.longestBlindPower { forget() }
  }

  private mutating func forget() {
    (soc, knownFor, heardAt, doubtful, isContested) = (nil, .zero, nil, nil, false)
    pace = SoCPace(percentPerSecond: pace.percentPerSecond)
  }

  private mutating func take(_ status: ChargerStatus, at uptime: Duration) {
    guard status.pluggedIn != false else {
      self = SoCBelief(percentPerSecond: pace.percentPerSecond, doubts: doubts)
      return
    }
    if let reported = status.soc, (0...100).contains(reported) { take(reported, at: uptime) }
    powering = status.movesPower(atLeast: Self.leastPower)
  }

  private mutating func take(_ reported: Int, at uptime: Duration) {
    // A discharge comes there step by step.
    let isLow = reported < Self.suspiciousBelow && reported < (soc ?? 100) - 1
    if !doubts || (!isLow && !isContested && pace.allows(reported)) {
      pace.take(reported)
      believe(at: uptime)
      return
    }
    var candidate =
      doubtful ?? Doubtful(pace: .init(percentPerSecond: pace.percentPerSecond), first: uptime, last: uptime)
    candidate.pace.pass(uptime - candidate.last)
    if !candidate.pace.allows(reported) || uptime - candidate.last > Self.longestGap {
      candidate = Doubtful(pace: .init(percentPerSecond: pace.percentPerSecond), first: uptime, last: uptime)
    }
    candidate.pace.take(reported)
    candidate.last = uptime
    if uptime - candidate.first >= Self.doubtTime {
      pace = candidate.pace
      (knownFor, heardAt) = (.zero, nil)
      believe(at: uptime)
      return
    }
    doubtful = candidate
    // Of two values neither of which has lasted nobody knows which is false.
    if soc != nil, timeKnown(until: candidate.first) < Self.doubtTime {
      forget()
      (doubtful, isContested) = (candidate, true)
    }
  }

  private mutating func believe(at uptime: Duration) {
    soc = pace.reading
    (knownFor, heardAt) = (timeKnown(until: uptime), uptime)
    blindPower = .zero
    (doubtful, isContested) = (nil, false)
  }

  /// For how long the SoC will have been told at `uptime`, where it is told then.
  private func timeKnown(until uptime: Duration) -> Duration {
    heardAt.map { knownFor + min(uptime - $0, Self.longestGap) } ?? knownFor
  }
}
