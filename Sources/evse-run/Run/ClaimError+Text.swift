import Drivers

extension ClaimError {
  /// The failure as a sentence without a full stop.
  var explanation: String {
    switch self {
    case .taken: "another evse-run drives this charger already: see `evse-run --status`"
    case .system(let reason): "nothing keeps a second evse-run from driving this charger: \(reason)"
    }
  }
}
