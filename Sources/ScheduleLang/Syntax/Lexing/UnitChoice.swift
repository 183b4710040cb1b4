/// What a number without its unit may stand for.
///
/// A unit is never guessed: a choice is certain only where the number can mean nothing else.
struct UnitChoice {
  /// The quantity as it is written.
  var text: String
  /// What makes it this one, where the unit alone does not say it.
  var reason: String?
  /// Whether nothing else can be meant.
  var isCertain: Bool

  init(_ text: String, _ reason: String? = nil, isCertain: Bool = false) {
    (self.text, self.reason, self.isCertain) = (text, reason, isCertain)
  }

  /// The choice with its reason, for messages.
  var described: String { "`\(text)`" + (reason.map { " (\($0))" } ?? "") }

  /// What `number`, whose value is `value`, may mean where quantities of `units` can stand.
  static func all(of number: String, value: Double, units: [Quantity.Unit]) -> [UnitChoice] {
    let size = abs(value)
    if units.contains(where: \.isMoney) { return prices(number, value: value, units: units) }
    switch units.first {
    case .percent: return shares(number, value: value)
    case .volts: return [UnitChoice(number + "V", isCertain: true)]
    case .wattHours: return (size < 500 ? ["kWh"] : ["Wh"]).map { UnitChoice(number + $0) }
    case .seconds: return ["s", "min", "h"].map { UnitChoice(number + $0) }
    case .watts: return ["W", "kW"].map { UnitChoice(number + $0) }
    case .amperes where units.contains(.watts):
      return (size <= 100 ? ["A", "kW"] : ["W"]).map { UnitChoice(number + $0) }
    case .amperes: return [UnitChoice(number + "A", isCertain: true)]
    default: return []
    }
  }

  /// A share of the whole is 80 here, and 0.8 elsewhere.
  private static func shares(_ number: String, value: Double) -> [UnitChoice] {
    if value > 0, value < 1 { return [UnitChoice("\(Int((value * 100).rounded()))%")] }
    if value == 1 { return [UnitChoice("1%"), UnitChoice("100%")] }
    return [UnitChoice(number + "%", isCertain: true)]
  }

  /// Tariffs give pounds or euros as often as pence or cents.
  private static func prices(_ number: String, value: Double, units: [Quantity.Unit]) -> [UnitChoice] {
    let moneys = [(unit: Quantity.Unit.pence, symbol: "p", whole: "pounds"), (.cents, "c", "euros")]
      .filter { units.contains($0.unit) }
    let hundredfold = Hundredfold.text(of: number)
    let wholes =
      value != 0 && abs(value) < 5
      ? moneys.map { UnitChoice(hundredfold + $0.symbol, "\(number) \($0.whole)") } : []
    return wholes + moneys.map { UnitChoice(number + $0.symbol) }
  }
}

/// A decimal number with its point moved by two digits, as from pounds to pence.
enum Hundredfold {
  /// The text of a hundred times the number that `text` is.
  static func text(of text: String) -> String {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    var fraction = parts.count > 1 ? String(parts[1]) : ""
    while fraction.utf8.count < 2 { fraction += "0" }
    let whole = String((parts[0] + fraction.prefix(2)).drop { $0 == "0" })
    let rest = String(String(fraction.dropFirst(2)).reversed().drop { $0 == "0" }.reversed())
    return (whole.isEmpty ? "0" : whole) + (rest.isEmpty ? "" : "." + rest)
  }
}
