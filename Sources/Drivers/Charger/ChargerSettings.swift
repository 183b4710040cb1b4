import ScheduleLang

/// How a charger is to be driven.
public struct ChargerSettings: Hashable, Sendable {
  /// Who controls the charger between commands.
  public enum Control: Hashable, Sendable {
    /// The program, from its first command until it ends: the charger stops by itself when it is left alone.
    case keep
    /// The charger's user, as evse-controller does it: on a Quasar that also switches the charger's own time-out off.
    case handBack
  }

  /// Whether power may flow without the charger's own time-out.
  public enum Need: Hashable, Sendable {
    /// Never.
    case required
    /// Only where the charger's firmware has none: that is told, and so is one that does not work, without power.
    case whereAvailable
    /// Always; that there is none is told.
    case optional
  }

  /// Who controls the charger between commands.
  public var control = Control.keep
  /// Whether power may flow without the charger's own time-out.
  public var need = Need.whereAvailable
  /// After how many seconds without a request the charger stops by itself, 1...65535; only with `keep`.
  ///
  /// A minute outlasts a lost connection or a restart of the program, and limits what a program that died can
  /// cost. It must stay well above the second between two requests.
  public var failsafe: UInt16 = 60
  /// The Modbus unit.
  public var unit: UInt8 = 1

  /// Creates the default settings.
  public init() {}
}

extension ChargerSettings {
  /// Reads `control keep|hand back`, `failsafe 60s required` and `unit 1`.
  init(
    _ device: DeviceConfiguration, _ charger: ChargerDescription, unit usual: UInt8
  ) throws(DeviceConfigurationError) {
    self.init()
    control = try device.word("control", among: ["keep": .keep, "hand back": .handBack]) ?? control
    let range = charger.failsafe.settableSeconds
    failsafe = UInt16(clamping: max(range.lowerBound, min(range.upperBound, Int(failsafe))))
    failsafe = UInt16(clamping: try device.seconds("failsafe", in: range) ?? Int(failsafe))
    need = try device.word("failsafe.need", among: ["required": .required, "optional": .optional]) ?? need
    if control == .handBack, need == .required {
      throw DeviceConfigurationError(
        .badSetting("failsafe", expected: "no `required` beside `control hand back`, which switches it off"),
        in: device)
    }
    if control == .handBack, charger.control == nil {
      throw DeviceConfigurationError(
        .badSetting("control", expected: "`keep`: this charger has no control to hand back"), in: device)
    }
    unit = UInt8(clamping: try device.number("unit", in: 0...255) ?? Int(usual))
  }
}
