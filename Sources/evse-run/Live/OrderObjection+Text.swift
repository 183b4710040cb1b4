import Insights
import Runtime
import ScheduleLang

extension OrderObjection {
  /// The objection as a clause.
  var explanation: String {
    switch self {
    case .unplugged: "no car is plugged in"
    case .reached(let soc): "the SoC is \(soc)% already"
    case .chargesOnly: "the charger cannot discharge"
    case .beyondRange(let limit): "the site's SoC range ends at \(limit)%"
    case .belowReserve(let reserve): "the schedule keeps a reserve of \(QuantityText.number(reserve))%"
    }
  }
}
