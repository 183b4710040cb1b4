/// How a schedule is run, beyond what its file says.
struct RunOptions: Hashable, Sendable {
  /// How long to stay idle before the schedule takes over.
  var pause: Duration = .zero
  /// How many times faster than real time the simulated home runs; nil is real time.
  var speed: Double?
}
