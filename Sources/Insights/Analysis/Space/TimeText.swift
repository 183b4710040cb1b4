import ScheduleLang

/// Spelling of stretches of time and of single cases.
struct TimeText {
  /// Minutes of some days, with some SoCs.
  struct Part {
    /// `Mon-Fri`, or dates.
    var days: String
    /// `19:00-02:00`.
    var minutes: String
    var socs: SoCSet
  }

  private let classes: [DayClass]

  init(_ classes: [DayClass]) { self.classes = classes }

  /// Where and at which SoCs something is so: `Mon-Sun 19:00-02:00 at SoC 0%-49%`.
  func lines(_ parts: [(occurrences: [Stretch.Occurrence], socs: SoCSet)]) -> [String] {
    self.parts(parts).map { "\($0.days) \($0.minutes)" + ($0.socs == .all ? "" : " at \($0.socs)") }
  }

  /// The same, taken apart.
  func parts(_ parts: [(occurrences: [Stretch.Occurrence], socs: SoCSet)]) -> [Part] {
    // Per set of SoCs the minutes of each class of days, and then the classes with equal minutes.
    var order: [SoCSet] = []
    var minutes: [SoCSet: [Int: [Range<Int>]]] = [:]
    for (occurrences, socs) in parts {
      if minutes[socs] == nil { order.append(socs) }
      for occurrence in occurrences {
        minutes[socs, default: [:]][occurrence.dayClass, default: []].append(occurrence.minutes)
      }
    }
    return order.flatMap { socs -> [Part] in
      var groups: [MinuteSet: [Int]] = [:]
      for (dayClass, ranges) in minutes[socs] ?? [:] {
        groups[MinuteSet(ranges), default: []].append(dayClass)
      }
      return groups.sorted { ($0.value.min() ?? 0) < ($1.value.min() ?? 0) }.map { set, classes in
        let days = daysText(classes)
        return Part(days: days, minutes: minutesText(set, everyDay: days == "Mon-Sun"), socs: socs)
      }
    }
  }

  private func minutesText(_ set: MinuteSet, everyDay: Bool) -> String {
    var ranges = set.ranges
    if everyDay, ranges.count > 1, let first = ranges.first, let last = ranges.last, first.lowerBound == 0,
      last.upperBound == 1440
    {
      ranges.removeFirst()
      ranges[ranges.count - 1] =
        last.lowerBound..<first.upperBound
        + (first.upperBound <= last.lowerBound ? 1440 : 0)
    }
    return ranges.map {
      "\(TimeOfDay.text($0.lowerBound))-\(TimeOfDay.text($0.upperBound > 1440 ? $0.upperBound - 1440 : $0.upperBound))"
    }.joined(separator: ", ")
  }

  /// The days of some classes: weekdays where all such days are meant, dates otherwise.
  private func daysText(_ numbers: [Int]) -> String {
    let chosen = Set(numbers)
    var (whole, others) = ([Bool](repeating: true, count: 7), [Bool](repeating: false, count: 7))
    for (number, dayClass) in classes.enumerated() {
      for day in dayClass.days {
        if chosen.contains(number) {
          others[Int(day.weekday.rawValue)] = true
        } else {
          whole[Int(day.weekday.rawValue)] = false
        }
      }
    }
    var parts: [String] = []
    var day = 0
    while day < 7 {
      guard whole[day], others[day] else {
        day += 1
        continue
      }
      var last = day
      while last < 6, whole[last + 1], others[last + 1] { last += 1 }
      let names = (Weekday.allCases[day].name, Weekday.allCases[last].name)
      parts.append(
        last == day ? names.0 : last == day + 1 ? "\(names.0), \(names.1)" : "\(names.0)-\(names.1)")
      day = last + 1
    }
    let single = classes.indices.filter(chosen.contains).flatMap { classes[$0].days }
      .filter { !whole[Int($0.weekday.rawValue)] }.sorted()
    for date in single.prefix(3) { parts.append("\(date)") }
    if single.count > 3 { parts.append("and on further days") }
    return parts.joined(separator: ", ")
  }
}

extension DecisionSpace {
  /// The first moment of some minutes with an SoC: `Sat 02:00, SoC 19%`.
  func text(of occurrence: Stretch.Occurrence, soc: Int?) -> String {
    let day = timetable.classes[occurrence.dayClass].sample
    let isWeekly = timetable.classes.reduce(0) { $0 + $1.days.count } <= 7
    let time = TimeOfDay.text(occurrence.minutes.lowerBound)
    let socText = soc.map { "SoC \($0)%" } ?? "SoC unknown"
    return "\(day.weekday.name) \(isWeekly ? "" : "\(day) ")\(time), \(socText)"
  }

  /// A moment of a scene with an SoC and the facts that are not as usual: `Sat 02:00, SoC 19%, home 600W`.
  func text(of scene: Scene, soc: Int?) -> String {
    var text = text(of: timetable.stretches[scene.stretch].occurrences[0], soc: soc)
    guard let samples = scene.samples else { return text }
    for (number, fact) in facts.facts.enumerated() where samples[number] != 0 {
      switch (fact.kind, fact.values[samples[number]]) {
      case (.reading(let reading), let value?):
        text += ", \(reading.name) \(QuantityText.text(value, of: reading))"
      case (.plug, 0): text += ", unplugged"
      case (.plug, nil): text += ", not known whether plugged in"
      case (.input(let name), let value?): text += ", \(name) \(value == 1 ? "on" : "off")"
      case (.held, _): text += ", after the condition has held for its time"
      case (.kept(let threshold), _): text += ", coming from \(threshold)"
      default: break
      }
    }
    return text
  }
}

extension Fact.Threshold: CustomStringConvertible {
  var description: String {
    switch self {
    case .compare(let relation, let threshold): "soc \(relation.symbol) \(QuantityText.number(threshold))%"
    case .between(let low, let high): "soc in \(QuantityText.number(low))%..\(QuantityText.number(high))%"
    }
  }
}
