import Runtime
import ScheduleLang

/// Where two schedules decide differently, as a table and as a picture of the new one.
struct DifferenceText {
  let difference: PolicyDifference
  let old: ReportSubject
  let new: ReportSubject
  let coloured: Bool
  /// How many columns the picture may take.
  let width: Int

  /// The report, over several lines.
  var text: String {
    let names = [old, new].map { "\"\(DiagnosticText.escaped($0.schedule.name))\"" }
    let head = "\(names[0]) and \(names[1]), week of \(difference.monday), clock of \(new.site.timezone)\n\n"
    guard !difference.isEmpty else { return head + "Both decide the same throughout.\n" }
    return head + table + picture
  }

  /// The differences as a table, without the picture.
  var table: String {
    var table = TextTable(columns: [
      ("days", .left), ("time", .left), ("SoC", .left), ("old", .left), ("new", .left), ("rules", .left),
    ])
    for cell in difference.plainCells {
      let soc = cell.soc.map { $0.count == 1 ? "\($0.lowerBound)%" : "\($0.lowerBound)%-\($0.upperBound)%" }
      let rules = [old.place(ofRule: cell.before.ruleIndex), new.place(ofRule: cell.after.ruleIndex)]
        .map { $0.map { DiagnosticText.escaped($0.description) } ?? "no rule" }
      table.rows.append([
        PolicyPicture.names(cell.days),
        "\(TimeOfDay.text(cell.minutes.lowerBound))-\(TimeOfDay.text(cell.minutes.upperBound))",
        soc ?? "unknown", old.text(cell.before.decision), new.text(cell.after.decision),
        rules.joined(separator: " -> "),
      ])
    }
    return table.text
  }

  /// The new schedule's map, blank where both agree.
  private var picture: String {
    let cells = difference.cells
    let picture = PolicyPicture(map: difference.map, subject: new, coloured: coloured, width: width) { cell in
      cells.contains { $0.days.contains(cell.day) && $0.minutes.contains(cell.minute) && $0.covers(cell.soc) }
    }
    return "\nWhat the new schedule does where the two differ; a dot is where they agree.\n" + picture.grid
  }
}

extension PolicyDifference.Cell {
  fileprivate func covers(_ soc: Int?) -> Bool {
    soc.map { self.soc?.contains($0) == true } ?? (self.soc == nil)
  }
}
