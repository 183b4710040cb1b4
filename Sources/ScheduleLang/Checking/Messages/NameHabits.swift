/// Words that people take for names of the language, with the way to say them.
enum NameHabits {
  private static let hints: [String: String] = [
    "winter": "Months make a season: `let winter = Nov-Mar`.",
    "summer": "Months make a season: `let summer = Apr-Sep`.",
    "spring": "Months make a season: `let spring = Mar-May`.",
    "autumn": "Months make a season: `let autumn = Sep-Nov`.",
    "night": "A window can have a name: `let night = 22:00-05:00`.",
    "overnight": "A window can have a name: `let night = 22:00-05:00`.",
    "evening": "A window can have a name: `let evening = 17:00-22:00`.",
    "morning": "A window can have a name: `let morning = 06:00-09:00`.",
    "afternoon": "A window can have a name: `let afternoon = 12:00-17:00`.",
    "holidays": "Days can have a name: `let holidays = 2026-12-25, 2026-12-26`.",
    "holiday": "Days can have a name: `let holidays = 2026-12-25, 2026-12-26`.",
    "today": "A single day is a date, as in `on 2026-12-24`.",
    "tomorrow": "A single day is a date, as in `on 2026-12-24`.",
    "tonight": "A single night is a window with dates, as in `during 2026-12-24 22:00..2026-12-25 05:00`.",
    "full": "A full car is `100%`, or the upper end of the charger's `soc` range.",
    "max": "A full car is `100%`, or the upper end of the charger's `soc` range.",
    "empty": "An empty car is the lower end of the charger's `soc` range.",
  ]

  /// How to say what `name`, in lower case, is meant to.
  static func hint(for name: String) -> String? { hints[name] }
}
