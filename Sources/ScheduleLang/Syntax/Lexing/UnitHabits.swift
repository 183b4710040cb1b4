/// Units as people write them elsewhere.
enum UnitHabits {
  private static let words = [
    "hours": "h", "hour": "h", "hrs": "h", "hr": "h", "mins": "min", "minutes": "min", "minute": "min",
    "m": "min", "sec": "s", "secs": "s", "seconds": "s", "amp": "A", "amps": "A", "ampere": "A",
    "amperes": "A", "percent": "%", "pct": "%", "pence": "p", "cent": "c", "cents": "c", "ct": "c",
    "watt": "W", "watts": "W", "volt": "V", "volts": "V",
  ]

  /// The unit that `text` is, or most likely means.
  static func unit(meantBy text: String) -> Quantity.WrittenUnit? {
    if let spelt = unit(spelt: text) { return spelt }
    let meant = Suggestion.nearest(to: text, among: Quantity.units.map(\.text))
    return Quantity.units.first { $0.text == meant }
  }

  /// The hundredths in which schedules count what `text` names: pence for pounds, cents for euros and dollars.
  static func money(meantBy text: String) -> Quantity.WrittenUnit? {
    let hundredths: String
    switch text.lowercased() {
    case "£", "gbp", "pound", "pounds", "quid": hundredths = "p"
    case "€", "$", "eur", "euro", "euros", "usd", "dollar", "dollars": hundredths = "c"
    default: return nil
    }
    return Quantity.units.first { $0.text == hundredths }
  }

  /// The unit that `text` is, in full or in another case.
  static func unit(spelt text: String) -> Quantity.WrittenUnit? {
    if let exact = Quantity.units.first(where: { $0.text == text }) { return exact }
    let word = text.lowercased()
    return Quantity.units.first { $0.text == words[word] || $0.text.lowercased() == word }
  }
}
