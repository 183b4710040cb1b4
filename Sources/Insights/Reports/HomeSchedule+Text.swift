import Runtime
import ScheduleLang

extension HomeSchedule {
  /// A decision as a schedule for this home would write it.
  public func text(_ decision: Decision) -> String {
    QuantityText.text(decision, most: site.chargerCurrent.upperBound)
  }
}
