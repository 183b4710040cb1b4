import Insights
import Runtime
import ScheduleLang

/// A policy map as a picture: time of day across, SoC up, a letter for each action.
struct PolicyPicture {
  let map: PolicyMap
  let subject: HomeSchedule
  let coloured: Bool
  /// How many columns the picture may take.
  let width: Int
  /// What is shown; a dot stands for the rest.
  var shows: (Point) -> Bool = { _ in true }

  /// A minute of the week and a SoC, nil being unknown.
  struct Point {
    var day: Weekday
    var minute: Int
    var soc: Int?
  }

  private static let margin = 6

  /// The picture, over several lines.
  var text: String {
    let name = DiagnosticText.escaped(subject.schedule.name)
    return "\(name), week of \(map.monday), clock of \(subject.site.timezone)\n" + grid
  }

  /// The picture without its title.
  var grid: String {
    var groups: [(days: [Weekday], rows: [[PolicyMap.Policy?]])] = []
    for day in Weekday.allCases {
      let rows = rows(on: day)
      if let same = groups.firstIndex(where: { $0.rows == rows }) {
        groups[same].days.append(day)
      } else {
        groups.append((days: [day], rows: rows))
      }
    }
    var text = ""
    for group in groups { text += "\n" + PolicyPicture.names(group.days) + "\n" + picture(group.rows) }
    return text + "\n" + legend(groups)
  }

  /// `Mon-Fri, Sun`.
  static func names(_ days: [Weekday]) -> String {
    var runs: [[Weekday]] = []
    for day in days {
      if let last = runs.last?.last, day.rawValue == last.rawValue + 1 {
        runs[runs.count - 1].append(day)
      } else {
        runs.append([day])
      }
    }
    return runs.map { run in
      run.count < 3 ? run.map(\.name).joined(separator: ", ") : "\(run[0].name)-\(run[run.count - 1].name)"
    }.joined(separator: ", ")
  }

  /// Minutes that one character stands for: as fine as the width allows, an hour at most.
  private var minutesPerColumn: Int {
    [15, 30].first { 1440 / $0 + PolicyPicture.margin <= width } ?? 60
  }

  /// SoC in percent of the rows, from the top; nil is unknown.
  private static let levels: [Int?] = stride(from: 100, through: 0, by: -5).map { $0 } + [nil]

  /// The policies of one day, by row and column; nil where nothing is shown.
  private func rows(on day: Weekday) -> [[PolicyMap.Policy?]] {
    let planned = PlannedPolicy(of: subject, on: map)
    let cells = map.cells.filter { $0.day == day }
    return PolicyPicture.levels.map { level in
      let row = cells.filter { cell in level.map { cell.soc?.contains($0) == true } ?? (cell.soc == nil) }
      return stride(from: 0, to: 1440, by: minutesPerColumn).map { minute in
        guard shows(Point(day: day, minute: minute, soc: level)) else { return nil }
        return row.first { $0.minutes.contains(minute) }.map {
          planned.policy($0.policy, on: day, minute: minute, soc: level)
        }
      }
    }
  }

  private func picture(_ rows: [[PolicyMap.Policy?]]) -> String {
    var text = ""
    for (level, row) in zip(PolicyPicture.levels, rows) {
      let label = level.map { $0 % 10 == 0 ? "\($0)%" : "" } ?? "?"
      text += label.aligned(to: PolicyPicture.margin - 1) + " " + row.map(mark).joined() + "\n"
    }
    let hours = stride(from: 0, to: 24, by: 3).map { hour in
      TimeOfDay.text(hour * 60).prefix(2).description.padded(to: 180 / minutesPerColumn)
    }
    return text + "".padded(to: PolicyPicture.margin) + hours.joined().trimmedEnd + "\n"
  }

  /// One character: small where something unknown could change the decision.
  private func mark(_ policy: PolicyMap.Policy?) -> String {
    guard let policy else { return "." }
    let action = policy.applied.action
    let letter = String(policy.dependsOn.isEmpty ? action.letter : PolicyPicture.open(action.letter))
    return coloured ? action.painted(letter) : letter
  }

  private static func open(_ letter: Character) -> Character {
    letter == "-" ? "~" : letter.lowercased().first ?? letter
  }

  private func legend(_ groups: [(days: [Weekday], rows: [[PolicyMap.Policy?]])]) -> String {
    let policies = map.cells.map(\.policy)
    let shown = groups.flatMap { $0.rows.joined().compactMap(\.self) }
    let used = ActionKind.allCases.filter { action in
      policies.contains { $0.applied.action == action } || shown.contains { $0.applied.action == action }
    }
    var text =
      used.map { action in
        let letter = String(action.letter)
        return (coloured ? action.painted(letter) : letter) + " " + action.name
      }.joined(separator: "   ") + "   ? unknown SoC\n"
    let range = subject.site.chargerSoC
    text += "Shown is what the charger's SoC range \(range.lowerBound)%..\(range.upperBound)% leaves.\n"
    let facts = Set(policies.flatMap(\.dependsOn)).sorted()
    if !facts.isEmpty {
      text += "Small letters (~ for idle): could change with \(facts.joined(separator: ", ")).\n"
    }
    if !subject.outlook.deadlineRules.isEmpty {
      text +=
        "Where a deadline has a hand in it: what its plan would do from there, with the prices known now.\n"
    }
    return text
  }
}
