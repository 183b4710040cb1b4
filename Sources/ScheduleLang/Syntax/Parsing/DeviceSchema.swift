/// Which settings a driver has, so that several may share a line without separators.
public enum DeviceSchema {
  /// What stands behind a key.
  enum Value {
    case quantity
    case range
    case text
    case secret
    /// One of these phrases.
    case choice([String])
    /// A quantity, one of these phrases, or both; the phrase is a setting of its own, called `KEY.need`.
    case quantityAndNeed([String])
    /// A block of settings of its own.
    case block([String: Value])
  }

  /// The settings of chargers, whatever their driver.
  private static let charger: [String: Value] = [
    "current": .range, "soc": .range, "direction": .choice(["both ways", "charge only"]),
  ]

  /// The settings of meters, whatever their driver: what forecasts take the home for.
  private static let meter: [String: Value] = ["usual load": .quantity, "solar peak": .quantity]

  /// The settings of each driver by the role it has in a site.
  static let drivers: [String: [String: [String: Value]]] = [
    "charger": [
      "simulated": charger.merging(["seed": .quantity, "start soc": .quantity, "car limit": .quantity]) {
        $1
      }
    ],
    "meter": [
      "simulated": meter.merging(["seed": .quantity]) { $1 }
    ],
    "record": [
      "influxdb": ["org": .text, "bucket": .text, "token": .secret, "spool": .quantity],
      "csv": [:],
    ],
  ]

  /// The settings of a meter that a text describes, besides those of its own.
  static let describedMeter = meter.merging([
    "user": .secret, "password": .secret, "token": .secret, "unit": .quantity,
    "login": .choice(["basic", "digest"]),
  ]) { $1 }

  /// The settings of a car that a text describes, besides those of its own.
  static let describedCar: [String: Value] = [
    "user": .secret, "password": .secret, "token": .secret, "unit": .quantity,
    "login": .choice(["basic", "digest"]),
  ]

  /// The settings of what restarts a charger through the network.
  static let restart: [String: Value] = [
    "serial": .quantity, "user": .secret, "password": .secret, "after": .quantity, "cooldown": .quantity,
    "sign in at": .text, "api at": .text,
  ]

  /// The settings of a charger that a text describes, besides those of its own.
  static let describedCharger = charger.merging([
    "unit": .quantity, "phases": .quantity, "control": .choice(["keep", "hand back"]),
    "user": .secret, "password": .secret, "token": .secret, "login": .choice(["basic", "digest"]),
    "failsafe": .quantityAndNeed(["required", "optional"]),
    "restart": .block(restart),
  ]) { $1 }

  /// The settings of a device in a role that a text describes; nil where no text can describe one.
  static func described(role: String) -> [String: Value]? {
    switch role {
    case "charger": describedCharger
    case "meter": describedMeter
    case "car": describedCar
    default: nil
    }
  }

  /// The settings, of whatever driver, whose values nobody else may see.
  static let secretKeys = Set(
    (drivers.values.flatMap(\.values) + [describedMeter, describedCharger, describedCar]).flatMap {
      secrets(in: $0)
    })

  private static func secrets(in settings: [String: Value]) -> [String] {
    settings.flatMap { key, value -> [String] in
      switch value {
      case .secret: [key]
      case .block(let inner): secrets(in: inner)
      default: []
      }
    }
  }

  /// Whether a name is that of a driver of the program itself, in whatever role.
  static func isOwnDriver(_ name: String) -> Bool { drivers.values.contains { $0[name] != nil } }

  /// What devices a site has: `car`, `charger`, `meter`, `record`.
  public static var roles: [String] { (drivers.keys + ["car"]).sorted() }

  /// The settings of a site itself.
  public static var siteSettings: [String] { Parser.siteSettings }

  /// The drivers of a role; none where there is no such role.
  public static func drivers(role: String) -> [String] {
    ((drivers[role] ?? [:]).keys + BuiltInDevices.names(role: role)).sorted()
  }

  /// The settings of a driver; none where there is no such driver.
  public static func settings(of driver: String, role: String) -> [String] {
    if let own = drivers[role]?[driver] { return own.keys.sorted() }
    return ((described(role: role) ?? [:]).keys + ownSettings(of: driver)).sorted()
  }

  /// The settings that the description of a shipped device declares; none where it declares none.
  static func ownSettings(of driver: String) -> [String] {
    guard let source = BuiltInDevices.source(driver) else { return [] }
    return Parser.parse(source, file: 0).tree.descriptions.flatMap { $0.settings.map(\.name.key) }
  }
}
