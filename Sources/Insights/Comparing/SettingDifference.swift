import Runtime
import ScheduleLang

/// A setting that two sites do not have alike.
public struct SettingDifference: Hashable, Sendable {
  /// The setting, as files name it.
  public var name: String
  /// Its values, as files write them; what is secret is not among them.
  public var before: String
  public var after: String
  /// Whether it can change what is decided, or what becomes of a decision.
  public var matters: Bool

  /// All such settings of two programs.
  static func all(from old: HomeSchedule, to new: HomeSchedule) -> [SettingDifference] {
    let plans = [old, new].contains {
      $0.schedule.rules.contains { $0.action.hasDeadline || $0.action.optimisation != nil }
    }
    let (before, after) = (settings(of: old, plans: plans), settings(of: new, plans: plans))
    let fixed = zip(before, after).filter { $0.value != $1.value }.map {
      SettingDifference(name: $0.name, before: $0.value, after: $1.value, matters: $0.matters)
    }
    return fixed
      + inputs(old.schedule, new.schedule)
      + devices("charger", old.site.charger, new.site.charger, plans: plans)
      + devices("meter", old.site.meter, new.site.meter, plans: plans)
      + devices("solar meter", old.site.solarMeter, new.site.solarMeter, plans: plans)
      + devices("car", old.site.car, new.site.car, plans: plans)
      + records(old.site, new.site)
      + tellers(old.site, new.site)
      + others(old.site, new.site)
  }

  /// Inputs that are declared otherwise: what is decided as long as nobody sets them.
  private static func inputs(_ old: Schedule, _ new: Schedule) -> [SettingDifference] {
    new.inputs.compactMap { input in
      guard let before = old.inputs.first(where: { $0.key == input.key }), before.declared != input.declared
      else { return nil }
      return SettingDifference(
        name: "input \(input.name)", before: before.declared.description,
        after: input.declared.description, matters: true)
    }
  }

  private typealias Setting = (name: String, value: String, matters: Bool)

  private static func settings(of subject: HomeSchedule, plans: Bool) -> [Setting] {
    let site = subject.site
    func watts(_ limit: Watts?) -> String { limit.map { "\(QuantityText.number($0.value))W" } ?? "none" }
    let current = site.chargerCurrent
    return [
      ("timezone", site.timezone, true),
      ("voltage", "\(QuantityText.number(site.voltage.value))V", true),
      (
        "battery", site.battery.map { "\(QuantityText.number($0.value / 1000))kWh" } ?? "none",
        plans || subject.schedule.asksForCycles
      ),
      ("wear", QuantityText.number(site.wear.value), plans),
      ("margin", "\(QuantityText.number(site.margin.value))%", plans),
      ("current", "\(current.lowerBound)A..\(current.upperBound)A", true),
      ("soc", "\(site.chargerSoC.lowerBound)%..\(site.chargerSoC.upperBound)%", true),
      ("direction", site.chargerDischarges ? "both ways" : "charge only", true),
      ("grid import limit", watts(site.importLimit), true),
      ("grid export limit", watts(site.exportLimit), true),
      ("stale after", "\(site.staleAfter)s", true),
      ("settle", site.settle.map { "\($0)s" } ?? "none", true),
      ("on stale meter", site.keepsFixedActionsOnStaleMeter ? "keep fixed actions" : "idle", true),
      ("log to", site.logFolder ?? "nothing", false),
      ("metrics at", site.metricsAddress ?? "nothing", false),
      ("dashboard at", site.dashboard.map(\.address) ?? "nothing", false),
    ]
  }

  /// The settings of a device, one by one where both have the same device.
  private static func devices(
    _ kind: String, _ old: DeviceConfiguration?, _ new: DeviceConfiguration?, plans: Bool
  ) -> [SettingDifference] {
    guard old?.driver == new?.driver, old?.address == new?.address else {
      return [
        SettingDifference(
          name: kind, before: old?.title ?? "none", after: new?.title ?? "none", matters: true)
      ]
    }
    let (before, after) = (old?.settings ?? [:], new?.settings ?? [:])
    return Set(before.keys).union(after.keys).sorted().compactMap { key in
      // The site has the direction already.
      guard before[key] != after[key], key != "direction" else { return nil }
      return SettingDifference(
        name: "\(kind)'s \(key)", before: before[key].text, after: after[key].text,
        matters: usualKeys.contains(key) ? plans : !idleKeys.contains(key) && !key.hasPrefix("restart."))
    }
  }

  /// What a device's home is like, which only plans can turn on.
  private static let usualKeys: Set = ["usual load", "solar peak"]
  /// Settings that say how to get in, or what a simulated device starts from.
  private static let idleKeys: Set = ["user", "password", "seed", "start soc"]

  /// That something differs which nobody has a word for yet.
  private static func others(_ old: Site, _ new: Site) -> [SettingDifference] {
    var rest = new
    (rest.name, rest.timezone, rest.voltage, rest.battery, rest.margin) = (
      old.name, old.timezone, old.voltage, old.battery, old.margin
    )
    (rest.importLimit, rest.exportLimit, rest.charger, rest.chargerCurrent, rest.chargerSoC) = (
      old.importLimit, old.exportLimit, old.charger, old.chargerCurrent, old.chargerSoC
    )
    (rest.meter, rest.solarMeter, rest.records, rest.staleAfter, rest.settle) = (
      old.meter, old.solarMeter, old.records, old.staleAfter, old.settle
    )
    rest.car = old.car
    rest.keepsFixedActionsOnStaleMeter = old.keepsFixedActionsOnStaleMeter
    // What a tariff's name stands for is compared with the rules.
    (rest.importTariff, rest.exportTariff) = (old.importTariff, old.exportTariff)
    rest.tellers = old.tellers
    (rest.logFolder, rest.metricsAddress, rest.dashboard) = (old.logFolder, old.metricsAddress, old.dashboard)
    rest.isBuiltIn = old.isBuiltIn
    return rest == old
      ? [] : [SettingDifference(name: "other settings", before: "one", after: "another", matters: true)]
  }

  private static func tellers(_ old: Site, _ new: Site) -> [SettingDifference] {
    // What they are told by may be as good as a password.
    func text(_ site: Site) -> String {
      site.tellers.isEmpty ? "nobody" : "\(site.tellers.count)"
    }
    let isSame =
      old.tellers.count == new.tellers.count
      && zip(old.tellers, new.tellers).allSatisfy { $0.driver == $1.driver && $0.settings == $1.settings }
    return isSame
      ? [] : [SettingDifference(name: "tell", before: text(old), after: text(new), matters: false)]
  }

  private static func records(_ old: Site, _ new: Site) -> [SettingDifference] {
    func text(_ site: Site) -> String {
      site.records.isEmpty ? "none" : site.records.map(\.title).joined(separator: ", ")
    }
    func plain(_ site: Site) -> [DeviceConfiguration] {
      site.records.map { record in
        var record = record
        record.range = .nowhere
        return record
      }
    }
    guard plain(old) != plain(new) else { return [] }
    return [SettingDifference(name: "record", before: text(old), after: text(new), matters: false)]
  }
}

extension Schedule {
  /// Whether anything turns on how often the battery was discharged, and so on what it holds.
  fileprivate var asksForCycles: Bool {
    conditions.contains {
      switch $0.kind {
      case .compare(.cyclesThisYear, _, _, _), .between(.cyclesThisYear, _, _, _): true
      default: false
      }
    }
  }
}

extension DeviceConfiguration {
  /// The device without its settings: `shelly-em at "192.168.0.124"`.
  fileprivate var title: String { driver + (address.map { " at \"\($0)\"" } ?? "") }
}

extension DeviceConfiguration.Value? {
  /// The value as a file writes it; of what is secret only where it is found.
  fileprivate var text: String {
    switch self {
    case nil: "not said"
    case .text(let text): "\"\(text)\""
    case .number(let number): "\(number)"
    case .seconds(let seconds): "\(seconds)s"
    case .word(let word): word
    case .secret(.environment(let name)): "env \"\(name)\""
    case .secret(.file(let path)): "file \"\(path)\""
    case .secret(.literal): "a secret"
    }
  }
}
