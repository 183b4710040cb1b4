import Insights
import Runtime
import ScheduleLang

/// Understands when a car is away, in the words of a schedule: `08:00-17:30 on weekdays, 20% a trip`.
enum AbsenceText {
  /// The absence on the clock of `timezone`; nil where the text is none.
  static func absence(_ text: String, timezone: String) -> Absence? {
    var parts = text.split(separator: ",").map { $0.trimming(while: \.isWhitespace) }
    var trip = Percent(0)
    if let last = parts.last, last.hasSuffix("% a trip") {
      guard let percent = Double(last.dropLast("% a trip".count)), (0...100).contains(percent) else {
        return nil
      }
      trip = Percent(percent)
      parts.removeLast()
    }
    if parts.isEmpty { return trip > Percent(0) ? Absence(trip: trip) : nil }
    // Whatever a rule may say of its times, and nothing else.
    let window = parts.joined(separator: ", ")
    guard !window.contains(where: { "{}:\"#\n".contains($0) && $0 != ":" }), !window.contains(": ") else {
      return nil
    }
    let source =
      "site \"x\" { timezone \"\(timezone)\" charger simulated }\nschedule \"away\" { during \(window): charge }\n"
    let compilation = ScheduleCompiler.ofSystem().compile(
      SourceFile(path: "--away", bytes: Array(source.utf8)))
    guard let schedule = compilation.program?.schedule,
      let clocks = try? ClockSet(identifiers: schedule.clocks)
    else { return nil }
    return Absence(schedule: schedule, clocks: clocks, trip: trip)
  }
}

extension Substring {
  fileprivate func trimming(while isPadding: (Character) -> Bool) -> String {
    String(drop(while: isPadding).reversed().drop(while: isPadding).reversed())
  }
}
