// Quantities that no home has: most likely another unit was meant.
extension Checker {
  /// The most that the connection of a home carries, in watts: three phases at 63 A, and a little.
  private static let connection = 45_000.0

  /// A threshold of a power.
  mutating func notePower(_ watts: Double, of reading: Reading, at syntax: QuantitySyntax) {
    if abs(watts) > Self.connection {
      doubt(
        syntax, "no home has a power of \(Plausible.power(watts)): its connection carries 45kW at most",
        meant: Plausible.power(watts / 1000))
    } else if reading == .home, watts > 0, watts < 20 {
      doubt(
        syntax, "a house always takes more than \(Plausible.power(watts))",
        meant: Plausible.power(watts * 1000))
    }
  }

  /// A price per kWh, in hundredths.
  mutating func notePrice(_ price: Double, at syntax: QuantitySyntax) {
    // Of the currencies with cents some have small ones.
    let (unit, most) = money?.unit == .cents ? ("c", 1000.0) : ("p", 150.0)
    if price != 0, abs(price) < 1 {
      doubt(
        syntax, "\(Plausible.number(price))\(unit) a kWh is less than any tariff asks",
        meant: Plausible.number(price * 100) + unit)
    } else if abs(price) > most {
      doubt(
        syntax, "\(Plausible.number(price))\(unit) a kWh is more than any tariff asks",
        meant: Plausible.number(price / 100) + unit)
    }
  }

  /// Common fuses, which are stated in amperes.
  private static let fuses: Set<Double> = [32, 35, 40, 50, 60, 63, 80, 100]

  /// What may flow through the meter.
  mutating func noteGridLimit(_ watts: Double, isImport: Bool, at syntax: QuantitySyntax) {
    let kilowatts = watts / 1000
    if watts > Self.connection || isImport && watts > 25_000 && Self.fuses.contains(kilowatts) {
      let isFuse = Self.fuses.contains(kilowatts)
      if let amperes = syntax.amperes {
        return doubt(
          syntax, "no home has a fuse of \(Plausible.number(amperes))A",
          meant: Plausible.number(amperes / 10) + "A")
      }
      doubt(
        syntax, "no home is connected for \(Plausible.power(watts))",
        meant: isFuse ? Plausible.number(kilowatts) + "A" : Self.limit(among: [watts / 1000, watts / 10]))
    } else if watts > 0, watts < 500 {
      let message = "with a limit of \(Plausible.power(watts)) the charger can never do anything"
      if let amperes = syntax.amperes {
        return doubt(syntax, message, meant: Plausible.number(amperes * 10) + "A")
      }
      let isFuse = Self.fuses.contains(watts)
      doubt(
        syntax, message,
        meant: isFuse ? Plausible.number(watts) + "A" : Self.limit(among: [watts * 1000, watts * 10]))
    }
  }

  /// The first of some limits that a home may have.
  private static func limit(among limits: [Double]) -> String? {
    limits.first { (500...25_000).contains($0) }.map(Plausible.power)
  }

  /// What is to have gone through the charger in a day or a month, in watt hours.
  mutating func noteEnergy(_ wattHours: Double, of reading: Reading, at syntax: QuantitySyntax) {
    let (time, days) = reading == .dischargedThisMonth ? ("month", 31.0) : ("day", 1.0)
    let size = Plausible.number(wattHours / 1000) + "kWh"
    if wattHours > Self.dailyEnergy * days {
      doubt(
        syntax, "no charger moves \(size) in a \(time)",
        meant: Plausible.number(wattHours / 1e6) + "kWh")
    } else if wattHours > 0, wattHours < 500 {
      doubt(
        syntax, "\(Plausible.number(wattHours))Wh are moved in minutes",
        meant: Plausible.number(wattHours) + "kWh")
    }
  }

  /// The most that a charger of 22 kW moves in a day, in watt hours.
  private static let dailyEnergy = 530_000.0

  /// How often a battery is to have been discharged in a year.
  mutating func noteCycles(_ cycles: Double, at syntax: QuantitySyntax) {
    guard cycles > 2000 else { return }
    doubt(syntax, "no battery is discharged \(Plausible.number(cycles)) times in a year", meant: nil)
  }

  mutating func noteBattery(_ wattHours: Double, at syntax: QuantitySyntax) {
    let size = Plausible.number(wattHours / 1000) + "kWh"
    if wattHours < 5000 {
      doubt(syntax, "no car that feeds a house has a battery of \(size)", meant: nil)
    } else if wattHours > 250_000 {
      doubt(syntax, "no car has a battery of \(size)", meant: Plausible.number(wattHours / 10_000) + "kWh")
    }
  }

  mutating func noteVoltage(_ volts: Double, at syntax: QuantitySyntax) {
    guard volts > 260 else { return }
    doubt(
      syntax, "between a phase and neutral a home has 230V, not \(Plausible.number(volts))V", meant: "230V")
  }

  mutating func noteStaleness(_ seconds: Int, at syntax: QuantitySyntax) {
    guard seconds > 600 else { return }
    doubt(syntax, "a reading that is \(seconds / 60) minutes old says nothing of the house now", meant: nil)
  }

  mutating func noteHysteresis(_ percent: Double, at range: SourceRange) {
    guard percent > 20 else { return }
    report(
      .implausibleQuantity(
        "with a hysteresis of \(Plausible.number(percent))% a comparison hardly ever ends", meant: nil,
        at: range))
  }

  /// `usual load` and `solar peak` of a meter.
  mutating func homePower(_ syntax: QuantitySyntax, key: String) -> Int? {
    guard let watts = watts(syntax, for: "`\(key)`") else { return nil }
    let isLoad = key == "usual load"
    if Double(watts) > (isLoad ? 10_000 : 50_000) {
      doubt(
        syntax, "no home has a `\(key)` of \(Plausible.power(Double(watts)))",
        meant: Plausible.power(Double(watts) / 1000))
    } else if watts > 0, watts < (isLoad ? 20 : 100) {
      doubt(
        syntax, "no home has a `\(key)` of \(Plausible.power(Double(watts)))",
        meant: Plausible.power(Double(watts) * 1000))
    }
    return watts
  }

  /// How long the cheapest or dearest time is: prices change by the half hour.
  mutating func noteRankedLength(_ seconds: Int, at syntax: QuantitySyntax) {
    guard seconds < 900 else { return }
    doubt(syntax, "prices change by the half hour, and this asks for \(seconds / 60) minutes", meant: nil)
  }

  private mutating func doubt(_ syntax: QuantitySyntax, _ message: String, meant: String?) {
    // A name is used in many places, and is wrong in one.
    var range = syntax.range
    if case .name(let name) = syntax, case .quantity(let value)? = lets[name.key]?.syntax.value {
      range = value.range
    }
    guard doubted.insert(range).inserted else { return }
    report(.implausibleQuantity(message, meant: meant, at: range))
  }
}

extension QuantitySyntax {
  /// The number of amperes that it says itself; nil where it says something else.
  fileprivate var amperes: Double? {
    if case .literal(let quantity, _, _) = self, quantity.unit == .amperes { return quantity.value }
    return nil
  }
}

/// Numbers as schedules write them.
private enum Plausible {
  static func number(_ value: Double) -> String {
    let text = "\((value * 10_000).rounded() / 10_000)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  static func power(_ watts: Double) -> String {
    abs(watts) >= 1000 ? number(watts / 1000) + "kW" : number(watts) + "W"
  }
}

extension Diagnostic {
  static func implausibleQuantity(_ message: String, meant: String?, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .implausibleQuantity, message + (meant.map { "; did you mean `\($0)`?" } ?? ""), at: range,
      fixes: meant.map { [.replace(range, by: $0, title: "write `\($0)`", isCertain: false)] } ?? [])
  }
}
