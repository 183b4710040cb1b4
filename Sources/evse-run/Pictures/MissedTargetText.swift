import Insights
import Runtime
import ScheduleLang

extension HomeSchedule {
  /// What became of a target that is missed, as a sentence.
  func text(of missed: DueTarget) -> String {
    let place = place(ofRule: missed.ruleIndex).map { " of \(DiagnosticText.escaped($0.description))" }
    let target =
      "The target \(QuantityText.number(missed.target))% by \(localText(missed.deadline))\(place ?? "")"
    let (soc, short) = (QuantityText.number(missed.soc), QuantityText.number(missed.shortfall))
    if missed.isPlanned { return "\(target) will be missed after the end: \(short)% short.\n" }
    let what = missed.isGivenUp ? "reached and given up again" : "missed"
    return "\(target) is \(what): \(soc)% then, \(short)% short.\n"
  }

  /// An instant on the site's clock, with its day of the week.
  func localText(_ instant: Instant) -> String {
    let local = clocks.site.local(instant)
    return "\(local.date.weekday.name) \(local)"
  }
}
