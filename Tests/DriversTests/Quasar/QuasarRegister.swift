/// The holding registers of a Wallbox Quasar (1), stated apart from the program.
///
/// Wallbox publishes no register list: these come from the public code of evse-controller, v2g-liberty and evcc.
/// Addresses that are not listed do not exist, and a read that touches one fails as a whole.
enum QuasarRegister: UInt16, CaseIterable {
  /// Who controls the charger: 0 its user, 1 remote. The other writes need 1 (evse-controller).
  case control = 0x51
  /// What a set-point means: 0 current, 1 power; some firmware lacks it (v2g-liberty).
  case setPointType = 0x53
  /// After how many seconds without a request the charger stops by itself; 0 is never, and what it becomes
  /// when control returns to the user. v2g-liberty writes 1800.
  case failsafeTimeout = 0x58
  /// What to do: 1 start, 2 stop, 3 restart, 4 update the software (evse-controller).
  case action = 0x101
  /// The current set-point: int16, -32...32 A, negative discharges (evse-controller).
  case current = 0x102
  /// Power at the grid side: int16 W, negative discharges (v2g-liberty).
  case power = 0x20E
  /// What the charger is doing: the car's SoC follows it directly (evse-controller).
  case state = 0x219
  /// The car's SoC in percent; 0 while no power flows or no car is there (evse-controller).
  case soc = 0x21A
  /// Errors, four registers: unrecoverable high and low, recoverable high and low (v2g-liberty).
  case errors = 0x21B
}
