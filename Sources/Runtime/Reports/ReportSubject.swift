import ScheduleLang

/// What a report is about: a schedule, the home it runs in and the clocks it reads.
public struct ReportSubject: Sendable {
  /// The home.
  public let site: Site
  /// What to do there.
  public private(set) var schedule: Schedule
  /// The files that were read; `SourceRange.file` is an index into it.
  public let sources: [SourceFile]
  /// The clocks of `Schedule.clocks`.
  public let clocks: ClockSet
  /// What is known of the time to come.
  public private(set) var outlook: Outlook
  /// The prices that are known of the tariffs' sources.
  public private(set) var published: [PriceSource: PriceCurve]

  /// Creates a subject whose clocks are those of `schedule.clocks`, in that order, and for which the prices of
  /// tariffs' sources are as `published`.
  public init(
    site: Site, schedule: Schedule, sources: [SourceFile], clocks: ClockSet,
    published: [PriceSource: PriceCurve] = [:]
  ) {
    self.published = published
    outlook = Outlook(site: site, schedule: schedule, clocks: clocks, published: published)
    self.site = site
    self.schedule = schedule
    self.sources = sources
    self.clocks = clocks
  }

  /// The sources of its tariffs' prices, each once.
  public var priceSources: [PriceSource] {
    let sources = [schedule.importTariff, schedule.exportTariff].compactMap { $0?.source }
    return sources.first == sources.last ? Array(sources.prefix(1)) : sources
  }

  /// The same subject with other prices.
  public func with(published: [PriceSource: PriceCurve]) -> ReportSubject {
    var subject = self
    subject.published = published
    subject.outlook = Outlook(site: site, schedule: schedule, clocks: clocks, published: published)
    return subject
  }

  /// The same subject, whose plans go by what is usual in `house`.
  func expecting(_ house: any HouseSource) -> ReportSubject {
    var subject = self
    subject.outlook = Outlook(
      site: site, schedule: schedule, clocks: clocks, published: published, usualHouse: house)
    return subject
  }

  /// The same subject with only some of its rules, in their order.
  func keeping(rules: [Int]) -> ReportSubject {
    var subject = self
    subject.schedule.rules = rules.map { schedule.rules[$0] }
    return subject
  }

  /// What the schedule wants at `moment`, or what is left of `order` where there is one, with the tariff's
  /// prices where `readings` have none.
  public func decide(
    at moment: Moment, readings: Readings, memory: inout Memory, order: Order? = nil
  ) -> Outcome {
    var readings = readings
    readings.fillPrices(from: outlook, at: moment)
    var ordered = order?.decision(soc: readings.soc, current: site.chargerCurrent)
    if !site.chargerDischarges { ordered = ordered?.withoutDischarging }
    return Runtime.decide(
      schedule, at: moment, readings: readings, memory: &memory, outlook: outlook, ordered: ordered)
  }

  /// What the site leaves of `decision`: its charger's SoC range, and what can be done there without a meter.
  func applied(_ decision: Decision, soc: Int?) -> Decision {
    let applied = decision.applied(soc: soc, range: site.chargerSoC)
    return site.meter == nil ? applied.withoutMeter(at: site) : applied
  }

  /// A decision as a schedule for this home would write it.
  public func text(_ decision: Decision) -> String {
    QuantityText.text(decision, most: site.chargerCurrent.upperBound)
  }
}
