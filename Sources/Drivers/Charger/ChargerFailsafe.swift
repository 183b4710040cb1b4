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
  /// What the charger falls back to, where it does not simply stop.
  private(set) var current: FailsafeCurrentProof?
  /// Why the last heartbeat was refused.
  private var heartbeatRefusal: String?
  /// Whether nobody here sets the time-out, and how long it has been seen to be.
  private let isTold: Bool
  private var longestTold: UInt16 = 0
  /// What is known whatever is read: nothing where a register tells.
  private let known: Proof
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
    current = charger.failsafeCurrent.map { FailsafeCurrentProof($0) }
    isTold = if case .told = charger.failsafe { true } else { false }
    known =
      switch charger.failsafe {
      case .none(let consequence): .absent(consequence)
      case .fixed(let seconds): .armed(UInt16(clamping: seconds))
      case .timeout, .told: .none
      }
    proof = known
  }

  /// The seconds that it was last proved to be armed for; nil where it is not.
  var armedSeconds: UInt16? { if case .armed(let seconds) = proof { seconds } else { nil } }

  /// After how many seconds it stops at the latest; nil where that is not proved, or it falls back to a current.
  var latestSeconds: UInt16? {
    guard current?.isNone ?? true, heartbeatRefusal == nil else { return nil }
    return armedSeconds.map { isTold ? max(longestTold, $0) : max($0, wanted) }
  }

  /// Whether it is something else than what was asked for.
  var isRounded: Bool {
    if let armedSeconds { !isTold && known == .none && armedSeconds != wanted } else { false }
  }

  /// Whether a try to arm it anew may help: not where all is well, nor against what its firmware lacks or falls back to.
  var isWorthRetrying: Bool {
    guard let problem else { return false }
    return !permitsPower || proof != .missing && problem != current?.problem
  }

  /// Whether power may flow as far as the time-out goes.
  var permitsPower: Bool {
    if need == .optional { return true }
    guard heartbeatRefusal == nil, current?.permitsPower(isRequired: need == .required) ?? true else {
      return false
    }
    switch (need, proof) {
    case (_, .armed), (.whereAvailable, .absent): return true
    case (.whereAvailable, .missing): return mayLack
    default: return false
    }
  }

  /// Why the charger would not stop by itself if the program died; nil where it would, and while nothing is known.
  var problem: String? {
    if let heartbeatRefusal { return "it refuses its heartbeat: \(heartbeatRefusal)" }
    return timeoutProblem ?? current?.problem
  }

  private var timeoutProblem: String? {
    switch proof {
    case .none, .armed: nil
    case .missing:
      mayLack
        ? "its firmware has no time-out of its own"
        : "it has no such register as its time-out is described in"
    case .wrong(let seconds) where isTold: "its own time-out reads \(seconds) s, which is no protection"
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
    longestTold = max(longestTold, armedSeconds ?? 0)
  }

  /// Notes what the current that it falls back to reads as, in amperes; nil where it does not tell.
  mutating func noteCurrent(_ amperes: Double?) { current?.note(amperes) }

  /// Notes whether a heartbeat was taken, or why not.
  mutating func noteHeartbeat(refused refusal: String?) { heartbeatRefusal = refusal }

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
    longestTold = max(longestTold, armedSeconds ?? 0)
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
    proof = known
    current?.forget()
    heartbeatRefusal = nil
  }

  private func protects(_ seconds: UInt16) -> Bool {
    let (most, overflows) = wanted.addingReportingOverflow(Self.rounding)
    return seconds > 0 && seconds <= (overflows ? .max : most)
  }
}
