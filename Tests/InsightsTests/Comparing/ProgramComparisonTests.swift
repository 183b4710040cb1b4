import ScheduleLang
import ScheduleSupport
import Testing

@testable import Insights
@testable import Runtime

@Suite("Comparing programs")
struct ProgramComparisonTests {
  private static let start = CivilDate(dayNumber: 20_780)  // Monday 2026-11-23.

  private func compare(_ old: String, _ new: String, site: String = "", newSite: String? = nil) throws
    -> ProgramComparison
  {
    ProgramComparison(
      from: try CompiledText.schedule(old, site: site).subject,
      to: try CompiledText.schedule(new, site: newSite ?? site).subject, start: Self.start)
  }

  @Test(
    "programs that mean the same are equal, however they say it",
    arguments: [
      ("when soc < 50%: charge\notherwise: S2V", "when not (soc >= 50%): charge\notherwise: S2V"),
      ("during 01:00-03:00: charge", "during 01:00-02:00: charge\nduring 02:00-03:00: charge"),
      ("when home > 1kW or solar < 1kW: V2H", "when home > 1kW: V2H\nwhen solar < 1kW: V2H"),
      ("on Mon-Fri: charge", "on daily except weekends: charge"),
      ("charge to 80% by 07:00 on weekdays", "charge to 80% by 07:00 on Mon-Fri"),
      ("on 2026-11-02: V2G\notherwise: idle", "otherwise: idle"),
      ("when home > 1kW for 5min: V2H", "when not (home <= 1kW) for 5min: V2H"),
      ("during 2027-03-28 01:00..2027-03-28 02:00: charge\notherwise: idle", "otherwise: idle"),
      (
        "during cheapest 2h of 00:00-07:00, 09:00-10:00: charge",
        "during 09:00-10:00, cheapest 2h of 00:00-07:00: charge"
      ),
      (
        "never charge, when soc > 90%\ncharge to 80% by 07:00\notherwise: S2V",
        "never charge, when not (soc <= 90%)\nwhen soc < 0%: V2G\ncharge to 80% by 07:00\notherwise: S2V"
      ),
    ])
  func equal(old: String, new: String) throws {
    let comparison = try compare(old, new, site: "tariff Flux")
    #expect(comparison.verdict == .equal, "\(comparison)")
  }

  @Test(
    "whatever differs is shown at a moment at which it does",
    arguments: [
      ("charge to 80% by 07:00\notherwise: S2V", "otherwise: S2V"),
      ("charge to 80% by 07:00\notherwise: S2V", "charge to 80% by 07:05\notherwise: S2V"),
      ("charge to 80% by 07:00\notherwise: S2V", "charge to 81% by 07:00\notherwise: S2V"),
      ("charge to 80% by 07:00 on Mon-Fri\notherwise: S2V", "charge to 80% by 07:00\notherwise: S2V"),
      ("when home > 500W: V2H", "when home > 5kW: V2G"),
      ("when home > 500W: V2H", "when home > 501W: V2H"),
      ("on Mon: hand over\notherwise: S2V", "on Mon: idle\notherwise: S2V"),
      ("reserve 60% on Nov-Mar\notherwise: V2H", "reserve 60% on Nov-Feb\notherwise: V2H"),
      ("reserve 60% on Nov-Mar\notherwise: V2H", "reserve 61% on Nov-Mar\notherwise: V2H"),
      ("never discharge, when discharged today >= 20kWh\notherwise: V2H", "otherwise: V2H"),
      ("when discharged today < 10kWh: V2H", "when discharged today < 11kWh: V2H"),
      ("on 2026-12-05: charge\notherwise: idle", "on 2026-12-06: charge\notherwise: idle"),
      ("on Nov-Mar: charge\notherwise: idle", "on Nov-Apr: charge\notherwise: idle"),
      ("on daily except 2031-12-25: charge\notherwise: idle", "otherwise: charge"),
      ("when import price < 15p: charge", "when import price < 14p: charge"),
      ("hysteresis 2%\nwhen soc < 50%: charge", "hysteresis 3%\nwhen soc < 50%: charge"),
      ("hysteresis 2%\nwhen soc < 50%: charge", "when soc < 50%: charge"),
      ("when home > 1kW for 5min: V2H", "when home > 1kW for 6min: V2H"),
      ("when home > 1kW for 5min: V2H", "when home > 1kW: V2H"),
      ("never V2G, when solar > 1kW\notherwise: V2G", "otherwise: V2G"),
      ("reserve 20%\notherwise: V2H", "reserve 21%\notherwise: V2H"),
      ("never discharge\notherwise: charge", "otherwise: charge"),
      ("reserve 30%\notherwise: charge", "otherwise: charge"),
      ("during cheapest 2h of 00:00-07:00: charge", "during cheapest 3h of 00:00-07:00: charge"),
      ("during cheapest 2h of 00:00-07:00: charge", "during cheapest 2h of 00:00-07:00 in one run: charge"),
      ("when unplugged: idle\notherwise: charge", "otherwise: charge"),
      ("otherwise: charge at 10A", "otherwise: charge at 11A"),
      ("during 01:30-02:00 on 2026-10-25: charge", "during 01:30-02:00 on 2027-10-31: charge"),
    ])
  func different(old: String, new: String) throws {
    for site in ["tariff Flux", "tariff Changing"] {
      let tariff = "tariff Changing { prices from csv \"prices.csv\" }"
      let comparison = ProgramComparison(
        from: try CompiledText.schedule(old, site: site, after: tariff).subject,
        to: try CompiledText.schedule(new, site: site, after: tariff).subject, start: Self.start)
      // What Flux's three cheap hours make the same differs for other prices only.
      if site == "tariff Flux", old.contains("import price") || new.contains("one run") { continue }
      #expect(comparison.verdict == .differs, "\(site): \(comparison)")
      #expect(!comparison.differences.isEmpty)
    }
  }

  @Test("a change that prices hide is none: Flux costs 14.91p at least")
  func fixedPrices() throws {
    #expect(
      try compare(
        "when import price < 14p: V2G\notherwise: idle", "when import price < 13p: V2G\notherwise: idle",
        site: "tariff Flux"
      ).verdict == .equal)
  }

  @Test("another tariff differs where its prices are asked for, and nowhere else")
  func tariffs() throws {
    let asking = "when import price < 10p: charge\notherwise: idle"
    #expect(try compare(asking, asking, site: "tariff Flux", newSite: "tariff Go").verdict == .differs)
    #expect(
      try compare("otherwise: idle", "otherwise: idle", site: "tariff Flux", newSite: "tariff Go").verdict
        == .equal)
  }

  @Test("settings of the site that let other things become of a decision are differences")
  func settings() throws {
    let comparison = try compare("otherwise: charge", "otherwise: charge", newSite: "grid import limit 4kW")
    #expect(comparison.verdict == .differs)
    #expect(
      comparison.settings == [
        SettingDifference(name: "grid import limit", before: "none", after: "4000W", matters: true)
      ])
    let log = try compare("otherwise: charge", "otherwise: charge", newSite: "log to \"log\"")
    #expect(log.verdict == .equal && log.settings.map(\.name) == ["log to"])
  }

  @Test("an example says the facts that make the difference")
  func example() throws {
    let comparison = try compare(
      "when home > 500W: V2H\notherwise: idle", "when home > 5kW: V2G\notherwise: idle")
    let example = try #require(comparison.differences.first?.example)
    let home = try #require(example.readings.home)
    #expect(home.value > 500)
    #expect(example.facts.contains("home "))
    #expect(comparison.differences.first?.times.map(\.days) == ["Mon-Sun"])
  }

  @Test("what differs at some SoCs on all days is one time")
  func threshold() throws {
    let comparison = try compare(
      "when soc > 40%: V2H\notherwise: idle", "hysteresis 3%\nwhen soc > 60%: V2H\notherwise: idle")
    let time = try #require(comparison.differences.first?.times.first)
    #expect(comparison.differences.first?.times.count == 1)
    #expect(time.days == "Mon-Sun" && time.minutes == "00:00-24:00" && time.socs == [41...60])
  }

  @Test("everything that a decision is made from is compared")
  func completeness() {
    // Whoever adds a reading, or anything else that decides, adds a fact for it, and a field to what examples are made from.
    let readings = Mirror(reflecting: Readings()).children.compactMap(\.label)
    #expect(
      readings == [
        "soc", "home", "solar", "grid", "importPrice", "exportPrice", "pluggedIn", "takesNoCharge",
        "counters", "ahead",
        "inputs",
      ])
    let schedule = Mirror(reflecting: Schedule.of()).children.compactMap(\.label)
    #expect(
      schedule == [
        "name", "rules", "nevers", "inputs", "maker", "proofs", "reserve", "reserveRange", "hysteresis",
        "conditions",
        "clocks",
        "holdSlots",
        "hysteresisSlots", "importTariff", "exportTariff", "moneyUnit", "range",
      ])
    let memory = Mirror(reflecting: Memory()).children.compactMap(\.label)
    // A rule that chooses goes by all of these, so that only schedules that say the same are gone through.
    #expect(memory == ["conditions", "agenda", "deadlines", "optimiser", "ahead"])
    let conditions = Mirror(reflecting: ConditionMemory()).children.compactMap(\.label)
    #expect(conditions == ["heldSince", "lastHold", "wasTrue", "ranked", "inputs", "counters", "counted"])
  }

  @Test("what turns on a switch differs where it is set, and where it is declared otherwise")
  func inputs() throws {
    func site(_ isOn: String) -> String { "}\ninput storm = \(isOn)\nsite {" }
    let rules = "when storm: charge\notherwise: V2H"
    #expect(try compare(rules, rules, site: site("off")).verdict == .equal)
    let declared = try compare(rules, rules, site: site("off"), newSite: site("on"))
    #expect(declared.verdict == .differs)
    #expect(declared.settings.map(\.name) == ["input storm"])
    let other = try compare(rules, "when storm: S2V\notherwise: V2H", site: site("off"))
    #expect(other.verdict == .differs)
    #expect(other.differences.first?.example?.readings.inputs["storm"] == .toggle(true))
    #expect(other.differences.first?.example?.facts.contains("storm on") == true)
  }

  @Test("all that a rule chooses is one difference, shown or not")
  func choice() throws {
    let text = "when soc unknown: charge at 3A\notherwise: optimise 20%..90%"
    let comparison = try compare(
      text, text, site: "tariff Flux", newSite: "tariff Flux\ngrid import limit 5kW")
    let rows = comparison.differences + comparison.doubts
    #expect(comparison.verdict == .differs && (1...3).contains(rows.count), "\(rows)")
    for difference in comparison.differences {
      let example = try #require(difference.example)
      #expect(example.before == difference.before && example.after == difference.after)
    }
    #expect(comparison.doubts.allSatisfy { $0.before.chooses && $0.after.chooses })
  }

  @Test("a car that takes nothing is a case of its own")
  func takesNothing() throws {
    let comparison = try compare(
      "when soc unknown: charge at 3A\nwhen soc unknown: V2H\notherwise: idle",
      "when soc unknown: charge at 3A\notherwise: idle")
    let example = try #require(comparison.differences.first?.example)
    #expect(example.readings.takesNoCharge && example.facts.contains("takes nothing"))
  }
}
