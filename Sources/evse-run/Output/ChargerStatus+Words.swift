import Runtime

extension ChargerStatus {
  /// What it says, a line each.
  var lines: [String] {
    var lines = ["it answers: \(state.words)"]
    if let soc { lines.append("the state of charge is \(soc) %") }
    if let power { lines.append("its power is \(Int(power.value.rounded())) W") }
    return lines
  }
}

extension ChargerState {
  fileprivate var words: String {
    switch self {
    case .unplugged: "no car is plugged in"
    case .paused: "a car is plugged in, and no power flows"
    case .charging: "it is charging"
    case .discharging: "it is discharging"
    case .unavailable(let why): "it takes no commands now, \(why)"
    case .fault(let why): "it reports a fault, \(why)"
    }
  }
}
