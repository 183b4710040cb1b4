import Insights
import Runtime
import ScheduleLang

/// Where two schedules decide differently: what was found at any time, and a picture of one week.
struct DifferenceText {
  let comparison: ProgramComparison
  let week: PolicyDifference
  let old: HomeSchedule
  let new: HomeSchedule
  let coloured: Bool
  /// How many columns the picture may take.
  let width: Int

  /// The report, over several lines.
  var text: String {
    let names = [old, new].map { "\"\(DiagnosticText.escaped($0.schedule.name))\"" }
    return "\(names[0]) and \(names[1]), from \(comparison.start) on, clock of \(new.site.timezone)\n\n"
      + ComparisonText(comparison: comparison, old: old, new: new).text + (week.isEmpty ? "" : picture)
  }

  /// The new schedule's map, blank where both agree.
  private var picture: String {
    let cells = week.cells
    let picture = PolicyPicture(map: week.map, subject: new, coloured: coloured, width: width) { cell in
      cells.contains { $0.days.contains(cell.day) && $0.minutes.contains(cell.minute) && $0.covers(cell.soc) }
    }
    return
      "\nWhat the new schedule does in the week of \(week.monday) where the two differ as far as SoC and fixed "
      + "prices tell; a dot is where they agree.\n" + picture.grid
  }
}

extension PolicyDifference.Cell {
  fileprivate func covers(_ soc: Int?) -> Bool {
    soc.map { self.soc?.contains($0) == true } ?? (self.soc == nil)
  }
}
