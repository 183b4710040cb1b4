/// Days and months as people write them elsewhere.
enum DayHabits {
  private static let sets: [String: Keyword] = [
    "weekday": .weekdays, "weekend": .weekends, "everyday": .daily, "always": .daily,
    "week days": .weekdays, "week day": .weekdays, "week ends": .weekends, "week end": .weekends,
    "the weekend": .weekends, "every day": .daily,
  ]

  private static let names: Set<String> = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february",
    "march",
    "april", "june", "july", "august", "september", "october", "november", "december", "mondays", "tuesdays",
    "wednesdays", "thursdays", "fridays", "saturdays", "sundays", "tues", "weds", "thur", "thurs", "sept",
    "mo",
    "tu", "we", "th", "fr", "sa", "su",
  ]

  /// The day, month or set of days that a word in lower case means, or nil.
  static func keyword(meantBy word: String) -> Keyword? {
    if let set = sets[word] { return set }
    guard names.contains(word) else { return nil }
    return Keyword.days.first { word.hasPrefix($0.rawValue) || $0.rawValue.hasPrefix(word) }
  }
}
