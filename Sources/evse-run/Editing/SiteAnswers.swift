import Platform
import Runtime
import ScheduleLang

/// What is wrong with the answers, for whoever gave them.
struct SiteAnswersError: Error, Hashable { var reason: String }

/// What is asked before there is a schedule, and the file that the answers make.
struct SiteAnswers: Decodable {
  /// A device as a site names it.
  struct Device: Decodable {
    var driver: String
    var address: String?

    /// The driver with the address, if the device is at one, as a site has it for `role`.
    func text(as role: String) throws(SiteAnswersError) -> String {
      guard DeviceSchema.drivers(role: role).contains(driver) else {
        throw SiteAnswersError(reason: "there is no such \(role)")
      }
      if driver == "simulated" { return driver }
      guard let address, Endpoint(address, defaultPort: 1) != nil else {
        throw SiteAnswersError(reason: "the \(role) needs an address: its name or number in the network")
      }
      return "\(driver) at \(try SiteAnswers.quoted(address))"
    }
  }

  /// What the first schedule does.
  enum Plan: String, Decodable, CaseIterable {
    /// Nothing: it is only seen what the devices tell.
    case watch
    /// Charge when power is cheap.
    case charge
    /// That, and the car takes the sun and feeds the house.
    case house
  }

  var timezone: String
  /// What the car's battery holds, in kWh; nil where it is not known.
  var battery: Double?
  var charger: Device
  /// In amperes.
  var lowestCurrent: Int
  var highestCurrent: Int
  var discharges: Bool
  var meter: Device?
  /// The meter's channels, nil where it has none, or none for the sun.
  var gridChannel: Int?
  var solarChannel: Int?
  /// The main fuse, in amperes; nil sets no limit.
  var importLimit: Int?
  var tariff: String?
  var exportTariff: String?
  /// Whether readings are kept in files.
  var records: Bool
  /// Where the page is served.
  var dashboard: String?
  var plan: Plan

  /// The meters that can be chosen; those that need more than an address are written into the file by hand.
  static var meters: [String] {
    let described = Set(BuiltInDevices.names).subtracting(ShippedDevices.simple)
    return DeviceSchema.drivers(role: "meter").filter { !described.contains($0) }
  }

  /// The tariffs that can be chosen.
  static var tariffs: [TariffSyntax] { Parser.parse(BuiltInTariffs.source, file: 0).tree.tariffs }

  /// The file; throws where an answer is none.
  func text() throws(SiteAnswersError) -> String {
    let lines = try siteLines()
    let text = """
      # The home, as its owner has described it, and a schedule to begin with.
      site "home"\(allowance) {
      \(lines.map { "    \($0)\n" }.joined())}

      schedule "first" {
      \(try ruleLines().map { "    \($0)\n" }.joined())}

      """
    guard let formatted = try? Formatter.format(SourceFile(path: "", bytes: Array(text.utf8)))
    else {
      return text
    }
    return formatted
  }

  /// Prices are shown also where no rule asks for them yet.
  private var allowance: String {
    plan == .watch && tariff != nil ? " allow unused-tariff \"its prices are shown\"" : ""
  }

  private func siteLines() throws(SiteAnswersError) -> [String] {
    guard ZoneRules.isKnown(timezone) else {
      throw SiteAnswersError(reason: "there is no time zone of this name")
    }
    guard (1...80).contains(lowestCurrent), (lowestCurrent...80).contains(highestCurrent) else {
      throw SiteAnswersError(reason: "the charger's currents go from 1 A to 80 A at most, the lowest first")
    }
    var lines = ["timezone \(try Self.quoted(timezone))"]
    if let battery {
      guard battery.isFinite, (1...1000).contains(battery) else {
        throw SiteAnswersError(reason: "a battery holds 1 kWh to 1000 kWh")
      }
      lines.append("battery \(Self.number(battery))kWh")
    }
    if let importLimit {
      guard (1...1000).contains(importLimit) else {
        throw SiteAnswersError(reason: "a fuse lets 1 A to 1000 A through")
      }
      guard meter != nil else {
        throw SiteAnswersError(reason: "without a meter nothing can keep to a limit of the fuse")
      }
      lines.append("grid import limit \(importLimit)A")
    }
    if let tariff { lines.append("\(exportTariff == nil ? "" : "import ")tariff \(try known(tariff))") }
    if let exportTariff { lines.append("export tariff \(try known(exportTariff))") }
    lines.append(try chargerLine())
    if let meter { lines.append(try meterLine(meter)) }
    if records { lines.append("record csv to \"records\"") }
    if let dashboard { lines.append("dashboard at \(try Self.quoted(dashboard))") }
    return lines
  }

  private func chargerLine() throws(SiteAnswersError) -> String {
    let direction = discharges ? "" : "   direction charge only"
    let own = ShippedDevices.description(charger.driver)?.charger
    let failsafe = own?.control != nil ? "   failsafe 60s required" : ""
    return "charger \(try charger.text(as: "charger"))"
      + " { current \(lowestCurrent)A..\(highestCurrent)A   soc 5%..97%\(direction)\(failsafe) }"
  }

  private func meterLine(_ meter: Device) throws(SiteAnswersError) -> String {
    let channels = [("grid", gridChannel), ("solar", solarChannel)].compactMap { name, channel in
      channel.map { "\(name) channel \($0)" }
    }
    let settings = meter.driver == "shelly-em" ? " { \(channels.joined(separator: "   ")) }" : ""
    return "meter \(try meter.text(as: "meter"))\(settings)"
  }

  private func ruleLines() throws(SiteAnswersError) -> [String] {
    let trickle = [
      "# The charger tells the state of charge only while power flows: a trickle makes it known.",
      "when soc unknown: charge at \(lowestCurrent)A",
    ]
    let cheap = "\(try cheapTime()): charge to 80% then idle"
    switch plan {
    case .watch: return ["# Nothing is moved until there is a rule that says so.", "otherwise: idle"]
    case .charge: return trickle + [cheap, "otherwise: idle"]
    case .house:
      guard meter != nil else {
        throw SiteAnswersError(reason: "without a meter nothing can follow the sun and the house")
      }
      let follow = discharges ? ["when soc > 50%: S2V + V2H"] : []
      return (discharges ? ["reserve 20%"] : []) + trickle + [cheap] + follow + ["otherwise: S2V"]
    }
  }

  /// When power is cheap, as a guard.
  private func cheapTime() throws(SiteAnswersError) -> String {
    guard let tariff else { return "during 00:30-05:30" }
    let found = Self.tariffs.first { $0.name.key == tariff.lowercased() }
    guard let found else { throw SiteAnswersError(reason: "there is no such tariff") }
    if let cheap = found.periods.first(where: { $0.name.key == "cheap" }) {
      return "during \(found.name.text) \(cheap.name.text)"
    }
    return "during cheapest 3h of 00:00-07:00"
  }

  private func known(_ tariff: String) throws(SiteAnswersError) -> String {
    guard let found = Self.tariffs.first(where: { $0.name.key == tariff.lowercased() }) else {
      throw SiteAnswersError(reason: "there is no such tariff")
    }
    return found.name.text
  }

  fileprivate static func quoted(_ text: String) throws(SiteAnswersError) -> String {
    guard !text.isEmpty, text.utf8.count <= 200,
      text.utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != 0x22 })
    else {
      throw SiteAnswersError(reason: "a name or an address has letters, digits and signs, but no quotes")
    }
    return "\"\(text)\""
  }

  private static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
