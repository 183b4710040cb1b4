import Insights
import Runtime
import ScheduleLang

/// One line of a run, its columns aligned: what the time, the home and the charger are, and which rule decides.
struct RunLine {
  /// The names above the columns.
  static let header = row("time", "SoC", "grid", "solar", "set-point", "rule")

  private let snapshot: LoopSnapshot
  private let subject: HomeSchedule
  private let observes: Bool
  private let priceProblem: String?

  /// Creates the line of `snapshot`, a moment in the run of `subject`.
  ///
  /// - Parameters:
  ///   - observes: whether the charger is only watched: the set-point is what it would have been commanded.
  ///   - priceProblem: why prices are not up to date, in words.
  init(
    _ snapshot: LoopSnapshot, of subject: HomeSchedule, observes: Bool = false, priceProblem: String? = nil
  ) {
    self.snapshot = snapshot
    self.subject = subject
    self.observes = observes
    self.priceProblem = priceProblem
  }

  /// The line; `-` is what is not known.
  var text: String {
    Self.row(
      Self.time(snapshot.instant, in: subject.clocks.site), snapshot.readings.soc.map { "\($0)%" } ?? "-",
      Self.watts(snapshot.meter?.grid), Self.watts(snapshot.meter?.solar),
      snapshot.setPoint.map { "\($0.value) A" } ?? "-", reason)
  }

  /// The rule's place and text, or the order, and what else decides.
  var reason: String {
    var parts: [String] = []
    if let order = snapshot.order {
      parts = [order.text(in: subject.clocks.site)]
    } else if let index = snapshot.outcome.ruleIndex, let place = subject.place(ofRule: index) {
      parts = ["\(place)", subject.text(ofRule: index) ?? ""]
    } else {
      parts = ["no rule applies"]
    }
    if snapshot.order == nil, let plan = snapshot.outcome.plan {
      parts.append("[\(subject.text(of: plan, at: subject.clocks.moment(at: snapshot.instant)))]")
    }
    if snapshot.order == nil, let choice = snapshot.outcome.optimised {
      parts.append("[\(subject.text(of: choice, at: subject.clocks.moment(at: snapshot.instant)))]")
    }
    for concern in snapshot.outcome.concerns where !shows(concern) {
      parts.append("[\(subject.text(of: concern, at: subject.clocks.moment(at: snapshot.instant)))]")
    }
    for clip in snapshot.outcome.clips { parts.append("[\(subject.description(of: clip).text)]") }
    switch snapshot.restraint {
    case nil: break
    case .unplugged: parts.append("[no car: idle]")
    case .staleMeter: parts.append("[the meter is silent: idle]")
    case .doubtfulMeter: parts.append("[the meter is not believed: idle]")
    case .disobedientCharger: parts.append("[the charger did not follow: idle]")
    case .direction: parts.append("[the direction has changed too often: \(subject.text(snapshot.applied))]")
    case .socRange: parts.append("[charger's SoC range: \(subject.text(snapshot.applied))]")
    }
    if snapshot.applied.action == .handOver, !snapshot.isHandedOver { parts.append("[not handed over yet]") }
    if observes { parts.append("[only observing]") }
    if let priceProblem { parts.append("[\(priceProblem)]") }
    return parts.joined(separator: "  ")
  }

  /// Whether the plan of the rule that decides says that already.
  private func shows(_ concern: Concern) -> Bool {
    guard case .shortfall = concern.kind, snapshot.order == nil else { return false }
    return concern.ruleIndex == snapshot.outcome.ruleIndex
  }

  /// An instant on a zone's clock, to the second: `2026-11-22 16:00:05`.
  static func time(_ instant: Instant, in zone: ZoneRules) -> String {
    let second = ((instant.seconds + Int64(zone.offset(at: instant))) % 60 + 60) % 60
    return "\(zone.local(instant)):\(second < 10 ? "0" : "")\(second)"
  }

  private static func watts(_ power: Watts?) -> String {
    guard let value = power?.value, value.magnitude < 1e9 else { return "-" }
    return "\(Int(value.rounded())) W"
  }

  private static func row(
    _ time: String, _ soc: String, _ grid: String, _ solar: String, _ setPoint: String, _ rule: String
  ) -> String {
    time.padded(to: 19) + soc.aligned(to: 6) + grid.aligned(to: 10) + solar.aligned(to: 9)
      + setPoint.aligned(to: 11) + "  " + rule
  }
}
