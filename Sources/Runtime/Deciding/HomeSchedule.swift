import ScheduleLang

/// A schedule in its home: what to do there, by which clocks, and what is known of the time to come.
public struct HomeSchedule: Sendable {
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
  /// How its inputs are set; all but switches are written into `schedule`.
  public private(set) var inputs = InputValues()
  /// The prices that are known of the tariffs' sources.
  public private(set) var published: [PriceSource: PriceCurve]

  /// The schedule of `program` in its home; nil where it has none.
  ///
  /// Throws where the system does not have the time zone of a clock.
  public init?(_ program: Program) throws(ZoneError) {
    guard let schedule = program.schedule else { return nil }
    self.init(
      site: program.site, schedule: schedule, sources: program.sources,
      clocks: try ClockSet(identifiers: schedule.clocks))
  }

  /// Creates one whose clocks are those of `schedule.clocks`, in that order, and for which the prices of tariffs' sources
  /// are as `published`.
  package init(
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

  /// The same schedule with other prices.
  public func with(published: [PriceSource: PriceCurve]) -> HomeSchedule {
    HomeSchedule(site: site, schedule: schedule, sources: sources, clocks: clocks, published: published)
      .keeping(inputs)
  }

  /// The same schedule with its inputs set so; those that are refused together are as declared.
  public func with(inputs: InputValues) -> HomeSchedule {
    guard inputs.written != self.inputs.written, let maker = schedule.maker else { return keeping(inputs) }
    guard let made = try? maker.schedule(with: inputs.written), made.clocks == schedule.clocks else {
      return inputs.written.isEmpty ? keeping(inputs) : with(inputs: inputs.switches)
    }
    return HomeSchedule(site: site, schedule: made, sources: sources, clocks: clocks, published: published)
      .keeping(inputs)
  }

  /// Why its inputs cannot be set so together, in words; nil where they can.
  public func refusal(of inputs: InputValues) -> String? {
    guard let maker = schedule.maker, !inputs.written.isEmpty else { return nil }
    do throws(ScheduleMaker.Refusal) {
      _ = try maker.schedule(with: inputs.written)
      return nil
    } catch {
      return error.reason
    }
  }

  private func keeping(_ inputs: InputValues) -> HomeSchedule {
    var subject = self
    subject.inputs = inputs
    return subject
  }

  /// The same home with another schedule, which goes by the same clocks.
  package func replacing(schedule: Schedule) -> HomeSchedule {
    HomeSchedule(site: site, schedule: schedule, sources: sources, clocks: clocks, published: published)
      .keeping(inputs)
  }

  /// The same schedule in another home.
  package func replacing(site: Site) -> HomeSchedule {
    HomeSchedule(site: site, schedule: schedule, sources: sources, clocks: clocks, published: published)
      .keeping(inputs)
  }

  /// The same schedule, whose plans go by what is usual in `house`.
  package func expecting(_ house: any HouseSource) -> HomeSchedule {
    var subject = self
    subject.outlook = Outlook(
      site: site, schedule: schedule, clocks: clocks, published: published, usualHouse: house,
      assumesPrices: true)
    return subject
  }

  /// The same schedule for who looks ahead: a price that is not known counts as what is expected.
  package var assumingPrices: HomeSchedule {
    var subject = self
    subject.outlook = Outlook(
      site: site, schedule: schedule, clocks: clocks, published: published, assumesPrices: true)
    return subject
  }

  /// The same schedule with only some of its rules, in their order.
  package func keeping(rules: [Int]) -> HomeSchedule {
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
    if readings.inputs.isEmpty, !inputs.isEmpty { readings.inputs = inputs }
    var ordered = order?.decision(soc: readings.soc, current: site.chargerCurrent)
    if !site.chargerDischarges { ordered = ordered?.withoutDischarging }
    return Runtime.decide(
      schedule, at: moment, readings: readings, memory: &memory, outlook: outlook, ordered: ordered)
  }

  /// What the site leaves of `decision`: its charger's SoC range, and what can be done there without a meter.
  package func applied(_ decision: Decision, soc: Int?) -> Decision {
    let applied = decision.applied(soc: soc, range: site.chargerSoC)
    return site.meter == nil ? applied.withoutMeter(at: site) : applied
  }

  /// Why an order cannot do anything here, where `readings` are known; nil where it can.
  public func objection(to order: Order, readings: Readings) -> OrderObjection? {
    order.objection(at: site, reserve: schedule.reserve, readings: readings)
  }
}
