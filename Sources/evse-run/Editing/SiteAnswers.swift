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
    /// What it asks for before it answers; each goes into a file of its own.
    var user: String?
    var password: String?
    var token: String?
    /// What its description wants to know.
    var settings: [String: String]?
  }

  /// How a charger is restarted through its maker's service.
  struct Restart: Decodable {
    var serial: Int
    var user: String
    var password: String
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
  /// How it is restarted where it no longer answers; nil leaves that to its owner.
  var restart: Restart?
  /// In amperes.
  var lowestCurrent: Int
  var highestCurrent: Int
  var discharges: Bool
  var meter: Device?
  /// A second one, around the inverter's feed.
  var solarMeter: Device?
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
    if let meter { lines.append("meter \(try meterText(meter, in: .meter))") }
    if let solarMeter {
      guard meter != nil else {
        throw SiteAnswersError(
          reason: "a meter of the sun is a second one: there is none at the grid connection")
      }
      lines.append("solar meter \(try meterText(solarMeter, in: .solarMeter))")
    }
    if records { lines.append("record csv to \"records\"") }
    if let dashboard { lines.append("dashboard at \(try Self.quoted(dashboard))") }
    return lines
  }

  private func chargerLine() throws(SiteAnswersError) -> String {
    let own = ShippedDevices.description(charger.driver)?.charger
    let direction = discharges ? "" : "   direction charge only"
    let failsafe = if case .timeout? = own?.failsafe { "   failsafe 60s required" } else { "" }
    var block = ""
    if let restart {
      guard own?.restart != nil else {
        throw SiteAnswersError(reason: "this charger cannot be restarted through its maker's service")
      }
      guard (1...Int(Int32.max)).contains(restart.serial) else {
        throw SiteAnswersError(reason: "a serial number has digits alone")
      }
      block =
        "\nrestart {\nserial \(restart.serial)\n\(try secretTexts(.restart).joined(separator: "   "))\n}\n"
    }
    return "charger \(try named(charger, as: "charger"))"
      + " { current \(lowestCurrent)A..\(highestCurrent)A   soc 5%..97%\(direction)\(failsafe)\(block) }"
  }

  private func meterText(_ meter: Device, in place: SiteSecret.Place) throws(SiteAnswersError) -> String {
    var settings: [String] = []
    if try MeterChoice(meter.driver).hasChannels {
      // The second one has its clamp around the inverter's feed, which is what it imports and exports.
      let channels = [("grid", gridChannel), ("solar", solarChannel)]
      for case (let name, let channel?) in place == .meter ? channels : [("grid", 0)] {
        settings.append("\(name) channel \(channel)")
      }
    } else {
      settings += try MeterChoice(meter.driver).texts(of: meter.settings ?? [:])
    }
    settings += try secretTexts(place)
    return try named(meter, as: "meter")
      + (settings.isEmpty ? "" : " { \(settings.joined(separator: "   ")) }")
  }

  /// The driver with the address, if the device is at one, as a site has it for `role`.
  private func named(_ device: Device, as role: String) throws(SiteAnswersError) -> String {
    guard DeviceSchema.drivers(role: role).contains(device.driver) else {
      throw SiteAnswersError(reason: "there is no such \(role)")
    }
    if device.driver == "simulated" { return device.driver }
    guard let address = device.address, Endpoint(address, defaultPort: 1) != nil else {
      throw SiteAnswersError(reason: "the \(role) needs an address: its name or number in the network")
    }
    return "\(device.driver) at \(try Self.quoted(address))"
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

  static func quoted(_ text: String) throws(SiteAnswersError) -> String {
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
