/// Which settings a driver has, so that several may share a line without separators.
struct DeviceSchema {
  /// What stands behind a key.
  enum Value {
    case quantity
    case range
    case text
    case secret
    /// One of these phrases.
    case choice([String])
    /// A block of settings of its own.
    case block([String: Value])
  }

  /// The settings of chargers, whatever their driver.
  private static let charger: [String: Value] = ["current": .range, "soc": .range]

  /// The settings of each driver by the role it has in a site.
  static let drivers: [String: [String: [String: Value]]] = [
    "charger": [
      "simulated": charger.merging(["seed": .quantity, "start soc": .quantity]) { $1 },
      "wallbox-quasar": charger.merging([
        "unit": .quantity, "control": .choice(["keep", "hand back"]), "failsafe": .quantity,
        "restart": .block([
          "serial": .quantity, "user": .secret, "password": .secret, "after": .quantity,
          "cooldown": .quantity,
          "sign in at": .text, "api at": .text,
        ]),
      ]) { $1 },
    ],
    "meter": [
      "simulated": ["seed": .quantity],
      "shelly-em": [
        "grid channel": .quantity, "solar channel": .quantity, "user": .secret, "password": .secret,
      ],
    ],
    "record": [
      "influxdb": ["org": .text, "bucket": .text, "token": .secret, "spool": .quantity],
      "csv": [:],
    ],
  ]
}
