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
    if let exact = Quantity.units.first(where: { $0.text == text }) { return exact }
    let names = Quantity.units.map(\.text)
    let meant =
      words[text.lowercased()] ?? names.first { $0.lowercased() == text.lowercased() }
      ?? Suggestion.nearest(to: text, among: names)
    return Quantity.units.first { $0.text == meant }
  }
}
