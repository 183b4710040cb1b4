import Platform
import ScheduleLang

/// Whether the charger's own time-out is proved to be armed: only what the charger reads back says so.
struct ChargerFailsafe {
  /// What is known of it.
  private enum Proof: Hashable {
    /// Nothing was set yet.
    case none
    /// It reads as so many seconds.
    case armed(UInt16)
    /// The firmware has no such register.
    case missing
    /// It reads as so many seconds, which is no protection.
    case wrong(UInt16)
    case unreadable
    /// It was armed, and was not the next time, more often than once, while the program had control.
    case unsteady
    /// The charger has none, whatever its firmware; what happens instead.
    case absent(String)
  }

  /// What the charger was asked for, in seconds.
  let wanted: UInt16
  let need: ChargerSettings.Need
  /// Whether the description says that some firmware has none; else a register that is not there is a mistake.
  let mayLack: Bool
  private var proof = Proof.none
  private var provedBy: ExchangeDeadline?
  private var losses: [ExchangeDeadline] = []

  /// By how much the charger may exceed what it was asked for: one may know only whole minutes.
  private static let rounding: UInt16 = 60
  /// For how long a time-out that cannot be read any more counts as armed.
  private static let trust: Duration = .seconds(60)
  /// How many losses within how long are too many.
  private static let mostLosses = 3
  private static let lossTime: Duration = .seconds(600)

  init(_ settings: ChargerSettings, _ charger: ChargerDescription) {
    wanted = settings.failsafe
    need = settings.need
    mayLack = charger.mayLackFailsafe
    if case .none(let consequence) = charger.failsafe { proof = .absent(consequence) }
  }

  /// The seconds that it was last proved to be armed for; nil where it is not.
  var armedSeconds: UInt16? { if case .armed(let seconds) = proof { seconds } else { nil } }

  /// Whether the firmware is known to lack it.
  var isMissing: Bool { proof == .missing }

  /// Whether power may flow as far as the time-out goes.
  var permitsPower: Bool {
    switch (need, proof) {
    case (.optional, _), (_, .armed), (.whereAvailable, .absent): true
    case (.whereAvailable, .missing): mayLack
    default: false
    }
  }

  /// Why the charger would not stop by itself if the program died; nil where it would, and while nothing is known.
  var problem: String? {
    switch proof {
    case .none, .armed: nil
    case .missing:
      mayLack
        ? "its firmware has no time-out of its own"
        : "it has no such register as its time-out is described in"
    case .wrong(0): "its own time-out reads 0 s after \(wanted) s were set, which is none"
    case .wrong(let seconds): "its own time-out reads \(seconds) s after \(wanted) s were set"
    case .unreadable: "its own time-out cannot be read back"
    case .absent(let consequence): "it has no time-out of its own: \(consequence)"
    case .unsteady: "its own time-out does not stay set"
    }
  }

  /// Notes what the register reads as after it was set: nil where the charger does not tell, and `isLacked` whether that is
  /// since it has no such register.
  mutating func noteSet(_ seconds: UInt16?, isLacked: Bool, by deadline: ExchangeDeadline) {
    guard let seconds else {
      proof = isLacked ? .missing : .unreadable
      return
    }
    losses.removeAll { $0 + Self.lossTime < deadline }
    if losses.count >= Self.mostLosses {
      proof = .unsteady
    } else {
      proof = protects(seconds) ? .armed(seconds) : .wrong(seconds)
    }
    provedBy = deadline
  }

  /// Notes what the register reads as later, nil where it cannot be read; false where it is not what was proved.
  mutating func noteRead(_ seconds: UInt16?, by deadline: ExchangeDeadline) -> Bool {
    guard case .armed(let armed) = proof else { return seconds.map { $0 != 0 } ?? true }
    guard let seconds else {
      guard let provedBy, provedBy + Self.trust < deadline else { return true }
      proof = .unreadable
      return false
    }
    provedBy = deadline
    // Another that protects as well is only a late rounding.
    if protects(seconds) { proof = .armed(seconds) }
    return seconds == armed || protects(seconds)
  }

  /// Notes that it was lost although the program had control.
  mutating func noteLoss(_ seconds: UInt16, by deadline: ExchangeDeadline) {
    losses.append(deadline)
    if losses.count > Self.mostLosses { losses.removeFirst() }
    proof = .wrong(seconds)
  }

  /// Notes that nothing is known any more: control has gone.
  mutating func forget() {
    if case .absent = proof { return }
    proof = .none
  }

  private func protects(_ seconds: UInt16) -> Bool {
    let (most, overflows) = wanted.addingReportingOverflow(Self.rounding)
    return seconds > 0 && seconds <= (overflows ? .max : most)
  }
}
