/// How a schedule is run, beyond what its file says.
struct RunOptions: Hashable, Sendable {
  /// How long to stay idle before the schedule takes over; nil is not at all.
  var pause: PauseLength?
  /// How many times faster than real time the simulated home runs; nil is real time.
  var speed: Double?
  /// Whether the charger is only watched.
  var observes = false
  /// Whether what is exchanged with the devices is printed.
  var traces = false
  /// Where the page is served, in place of what the site says.
  var dashboard: String?
}

/// How long to stay idle.
enum PauseLength: Hashable, Sendable {
  case seconds(Int)
  case untilUnplugged

  /// What `--pause` means without a value.
  static let usual = PauseLength.seconds(600)

  /// The pause as a request to an instance.
  var request: ControlRequest {
    switch self {
    case .seconds(let seconds): ControlRequest(.pause, seconds: seconds)
    case .untilUnplugged: ControlRequest(.pauseUntilUnplugged)
    }
  }
}
