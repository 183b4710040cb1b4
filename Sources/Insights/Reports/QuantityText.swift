import Runtime
import ScheduleLang

/// Spelling of quantities in reports, as schedules write them.
public enum QuantityText {
  /// `value` without a fraction where it has none, otherwise with at most two digits of it.
  public static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    let hundredths = Int64((abs(value) * 100).rounded())
    let (whole, fraction) = (hundredths / 100, hundredths % 100)
    var text = (value < 0 && hundredths > 0 ? "-" : "") + String(whole)
    if fraction > 0 {
      text += fraction < 10 ? ".0" : "."
      text += String(fraction % 10 == 0 && fraction >= 10 ? fraction / 10 : fraction)
    }
    return text
  }

  /// `value` with exactly so many digits after the point, 1 to 9.
  public static func fixed(_ value: Double, digits: Int) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "\(value)" }
    let unit = (0..<digits).reduce(Int64(1)) { scale, _ in scale * 10 }
    let scaled = Int64((abs(value) * Double(unit)).rounded())
    let fraction = String(scaled % unit)
    let zeros = String(repeating: "0", count: digits - fraction.utf8.count)
    return (value < 0 && scaled > 0 ? "-" : "") + "\(scaled / unit).\(zeros)\(fraction)"
  }

  /// `value` of `reading` with its unit: `55%`, `600W`; prices have none.
  public static func text(_ value: Double, of reading: Reading) -> String {
    switch reading {
    case .soc: number(value) + "%"
    case .home, .solar, .importing, .exporting, .grid: number(value) + "W"
    case .importPrice, .exportPrice, .cyclesThisYear, .cheapestImportAhead, .dearestExportAhead,
      .importOverCheapest, .exportOverDearest:
      number(value)
    case .chargedToday, .dischargedToday, .dischargedThisMonth, .solarAhead, .solarTomorrow, .homeAhead,
      .homeTomorrow:
      number(value / 1000) + "kWh"
    }
  }

  /// The SoC and whatever else is known, as a row of a test gives them: `soc 55%, home 600W`.
  public static func text(_ readings: Readings) -> String {
    var parts = ["soc " + (readings.soc.map { "\($0)%" } ?? "unknown")]
    for reading in [Reading.home, .solar, .grid, .importPrice, .exportPrice] {
      if let value = readings[reading] { parts.append("\(reading.name) \(text(value, of: reading))") }
    }
    for reading in Reading.counters {
      if let value = readings[reading], value >= 5 || reading == .cyclesThisYear && value >= 0.005 {
        parts.append("\(reading.name) \(text(value, of: reading))")
      }
    }
    for reading in Reading.ahead {
      if let value = readings.ahead[reading] { parts.append("\(reading.name) \(text(value, of: reading))") }
    }
    if readings.pluggedIn == false { parts.append("unplugged") }
    for (name, value) in readings.inputs.all { parts.append("\(name) \(value)") }
    return parts.joined(separator: ", ")
  }

  /// A duration as `5min`, `2h` or `30s`.
  public static func duration(seconds: Int) -> String {
    if seconds > 0, seconds % 3600 == 0 { return "\(seconds / 3600)h" }
    if seconds > 0, seconds % 60 == 0 { return "\(seconds / 60)min" }
    return "\(seconds)s"
  }

  /// A decision as a schedule would write it: `charge at 3A`, `V2H at least 3A`, `S2V + V2H`.
  ///
  /// - Parameter most: the charger's largest current in amperes, which needs no mention.
  public static func text(_ decision: Decision, most: Int) -> String {
    let (low, high) = (decision.minimumCurrent, decision.maximumCurrent)
    let name = decision.action.name
    switch decision.action {
    case .idle, .handOver: return name
    case .charge: return name + (high == most ? "" : " at \(high)A")
    case .discharge: return name + (-low == most ? "" : " at \(-low)A")
    case .followSun: return name + limits(low, high, most: most)
    case .followHouse: return name + limits(-high, -low, most: most)
    case .followBoth where -low == high: return name + limits(0, high, most: most)
    case .followBoth: return name + " \(low)A..\(high)A"
    }
  }

  private static func limits(_ low: Int, _ high: Int, most: Int) -> String {
    switch (low, high) {
    case (0, most): ""
    case (0, _): " at most \(high)A"
    case (_, most): " at least \(low)A"
    default: " \(low)A..\(high)A"
    }
  }
}
