import ScheduleLang

/// What a report is about: a schedule, the home it runs in and the clocks it reads.
public struct ReportSubject: Sendable {
  /// The home.
  public let site: Site
  /// What to do there.
  public let schedule: Schedule
  /// The files that were read; `SourceRange.file` is an index into it.
  public let sources: [SourceFile]
  /// The clocks of `Schedule.clocks`.
  public let clocks: ClockSet

  /// Creates a subject whose clocks are those of `schedule.clocks`, in that order.
  public init(site: Site, schedule: Schedule, sources: [SourceFile], clocks: ClockSet) {
    self.site = site
    self.schedule = schedule
    self.sources = sources
    self.clocks = clocks
  }

  /// What the schedule wants at `moment`, with the tariff's fixed prices where `readings` have none.
  func decide(at moment: Moment, readings: Readings, memory: inout Memory) -> Outcome {
    var readings = readings
    readings.fillPrices(from: schedule, at: moment)
    return Runtime.decide(schedule, at: moment, readings: readings, memory: &memory)
  }

  /// What the site's SoC range leaves of `decision`.
  func applied(_ decision: Decision, soc: Int?) -> Decision {
    decision.applied(soc: soc, range: site.chargerSoC)
  }

  /// A decision as a schedule for this home would write it.
  public func text(_ decision: Decision) -> String {
    QuantityText.text(decision, most: site.chargerCurrent.upperBound)
  }
}
