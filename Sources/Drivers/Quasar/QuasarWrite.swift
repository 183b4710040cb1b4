/// One write to a register of a Quasar.
struct QuasarWrite: Hashable {
  /// Takes control from the charger's user.
  static let takeControl = QuasarWrite(.control, 1)
  /// Hands control back; the charger sets the time-out to 0 by itself then.
  static let release = QuasarWrite(.control, 0)
  /// Has set-points mean currents.
  static let setPointIsCurrent = QuasarWrite(.setPointType, 0)
  /// Starts to charge or to discharge.
  static let start = QuasarWrite(.action, 1)
  /// Stops charging and discharging.
  static let stop = QuasarWrite(.action, 2)

  /// Where.
  let register: QuasarRegister
  /// What.
  let value: UInt16

  /// Creates a write of `value` to `register`.
  init(_ register: QuasarRegister, _ value: UInt16) {
    self.register = register
    self.value = value
  }
}
