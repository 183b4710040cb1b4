/// Time zones by their city or their summer time, which schedules name as the IANA database does.
enum TimezoneHabits {
  private static let regions = [
    "Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian",
  ]

  private static let names = [
    "bst": "Europe/London", "uk": "Europe/London", "britain": "Europe/London", "england": "Europe/London",
    "scotland": "Europe/London", "wales": "Europe/London", "ireland": "Europe/Dublin",
  ]

  /// The zone that `text` most likely means, among those that `knows` accepts.
  static func zone(meantBy text: String, knows: (String) -> Bool) -> String? {
    if let zone = names[text.lowercased()], knows(zone) { return zone }
    let parts = text.split(separator: "/").map { part in
      part.split { $0 == " " || $0 == "_" }.map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }
        .joined(separator: "_")
    }
    let city = parts.joined(separator: "/")
    return ([city] + regions.map { "\($0)/\(city)" }).first(where: knows)
  }
}
