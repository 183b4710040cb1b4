import Runtime
import ScheduleLang

/// The car at a virtual charger: what is in its battery, and what it makes of the current that it is offered.
struct VirtualCar {
  /// How a car falls asleep and wakes.
  struct Sleep {
    /// After how many seconds without power it falls asleep.
    var after: Double
    /// For how many seconds it must be offered a current to wake; infinite where only plugging it in wakes it.
    var wakesAfter: Double
  }

  var battery: BatteryModel
  /// The true SoC.
  var soc: Percent
  /// The SoC at which it takes no more, as its owner has told it.
  var ownLimit = 100.0
  /// Whether and how it sleeps.
  var sleep: Sleep?
  /// For how long nothing has flowed, and for how long it has been offered a current in vain, in seconds.
  private var (idle, offered) = (0.0, 0.0)

  /// Creates an ordinary car.
  init(battery: BatteryModel, soc: Percent) {
    self.battery = battery
    self.soc = soc
  }

  /// Whether it sleeps.
  var isAsleep: Bool { sleep.map { idle >= $0.after && offered < $0.wakesAfter } ?? false }

  /// Whether nothing would flow if it were offered `current` amperes.
  func declines(_ current: Int) -> Bool {
    isAsleep || (current > 0 && soc.value >= ownLimit)
      || battery.flow(at: soc, setPoint: Amperes(current)) == 0
  }

  /// Lets so many seconds pass with `current` amperes offered; gives what flows, in amperes.
  mutating func live(offered current: Int, seconds: Double) -> Double {
    guard current != 0, !declines(current) else {
      // One that has just woken stays awake for as long as it takes to fall asleep again.
      offered = current == 0 || !isAsleep ? 0 : offered + seconds
      idle = sleep.map { idle >= $0.after && !isAsleep ? 0 : idle + seconds } ?? 0
      return 0
    }
    (idle, offered) = (0, 0)
    soc = battery.step(from: soc, setPoint: Amperes(current), seconds: seconds).soc
    return current > 0 && soc.value >= ownLimit ? 0 : battery.flow(at: soc, setPoint: Amperes(current))
  }

  /// Is plugged in, which wakes it.
  mutating func plug() { (idle, offered) = (0, 0) }
}
