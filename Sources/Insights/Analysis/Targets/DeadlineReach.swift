import Runtime
import ScheduleLang

/// What the guards of a rule with a deadline leave, without any losses.
struct DeadlineReach {
  /// Minutes at one current, in amperes.
  struct Span: Hashable {
    var current: Int
    var minutes: Int
  }

  var target: Double
  /// The greatest current first.
  var spans: [Span]
  var voltage: Volts
  var battery: WattHours

  var minutes: Int { spans.reduce(0) { $0 + $1.minutes } }
  /// Energy at these currents for all the minutes.
  var energy: WattHours { spans.reduce(WattHours(0)) { $0 + energy(of: $1) } }
  /// By how many percent that moves the SoC.
  var gain: Double { energy.value / battery.value * 100 }

  private func energy(of span: Span) -> WattHours {
    WattHours(Amperes(span.current).power(at: voltage).value * Double(span.minutes) / 60)
  }

  /// The sum as a sentence.
  var arithmetic: String {
    let voltage = QuantityText.number(self.voltage.value)
    let parts = spans.filter { $0.minutes > 0 || spans.count == 1 }.map { span in
      let power = Amperes(span.current).power(at: self.voltage).value / 1000
      return "\(span.minutes) min at \(span.current)A and \(voltage)V (\(QuantityText.number(power))kW)"
    }
    return
      "\(parts.joined(separator: " and ")) move at most \(QuantityText.number(energy.value / 1000))kWh, which is \(QuantityText.number(gain))% of \(QuantityText.number(battery.value / 1000))kWh."
  }
}

extension BatteryModel {
  /// The SoC after such minutes, from `soc` on.
  func soc(from soc: Percent, after spans: [DeadlineReach.Span], rises: Bool) -> Percent {
    spans.reduce(soc) {
      step(
        from: $0, setPoint: Amperes(rises ? $1.current : -$1.current), seconds: Double($1.minutes) * 60
      ).soc
    }
  }
}

/// Some minutes of the clock in which a rule with a deadline cannot have its full current.
struct CurrentCap {
  /// The greatest current, in amperes.
  var current: Int
  /// When, beside what the rule's own guards leave.
  var guards: [Guard]

  /// Divides minutes among `caps`, which rise, and the full current.
  static func spans(
    of free: MinuteSet, _ caps: [CurrentCap], full: Int, minutes: (CurrentCap) -> MinuteSet
  ) -> [DeadlineReach.Span] {
    var rest = free
    var spans: [DeadlineReach.Span] = []
    for cap in caps {
      let held = minutes(cap)
      spans.append(.init(current: cap.current, minutes: rest.intersection(held).count))
      rest = rest.intersection(held.complement)
    }
    return [.init(current: full, minutes: rest.count)] + spans.reversed()
  }
}

extension [DeadlineReach.Span] {
  /// The sum of both, which are of the same currents; none is nothing.
  func adding(_ other: Self) -> Self {
    isEmpty ? other : zip(self, other).map { .init(current: $0.current, minutes: $0.minutes + $1.minutes) }
  }
}
