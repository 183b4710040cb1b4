import ScheduleLang

extension ChargerDescription {
  /// A Wallbox Quasar (1).
  ///
  /// Wallbox publishes no register list: these come from the public code of evse-controller, v2g-liberty and evcc.
  /// Addresses that are not listed do not exist, and a read that touches one fails as a whole.
  public static let wallboxQuasar: ChargerDescription = {
    var charger = ChargerDescription(
      // What the charger is doing; the car's SoC follows it directly (evse-controller).
      state: Register(.holding, 0x219),
      // After v2g-liberty's list of the twelve values.
      meanings: [
        0: Meaning(.unplugged), 1: Meaning(.charging), 2: Meaning(.paused), 3: Meaning(.paused),
        4: Meaning(.paused), 5: Meaning(.paused),
        6: Meaning(.unavailable, "locked, no car is connected", isPluggedIn: false),
        // An error, or up to five minutes of starting up.
        7: Meaning(.fault, "an error, or starting up"),
        8: Meaning(.unavailable, "queued by power sharing", isPluggedIn: true),
        9: Meaning(.unavailable, "power sharing is not configured"),
        10: Meaning(.unavailable, "queued by power boost", isPluggedIn: true), 11: Meaning(.discharging),
      ],
      // After how many seconds without a request the charger stops by itself; 0 is never, and what it becomes
      // when control returns to the user. v2g-liberty writes 1800.
      failsafe: .timeout(Register(.holding, 0x58), secondsPerUnit: 1, range: 1...65_535),
      // The largest either way is 32 A; negative discharges (evse-controller).
      setPoint: SetPoint(Register(.holding, 0x102, .int16), .current, range: -32...32))
    // In percent; 0 while no power flows or no car is there (evse-controller).
    charger.soc = Number(Register(.holding, 0x21A))
    // Power at the grid side, negative discharges (v2g-liberty).
    charger.power = Number(Register(.holding, 0x20E, .int16))
    // v2g-liberty.
    charger.errors = [
      ErrorCode("unrecoverable", Register(.holding, 0x21B, .uint32)),
      ErrorCode("recoverable", Register(.holding, 0x21D, .uint32)),
    ]
    // High word first (v2g-liberty, wallbox-modbus).
    charger.serial = Register(.holding, 0x02, .uint32)
    // Who controls the charger: 0 its user, 1 remote. The other writes need 1 (evse-controller).
    charger.control = Control(
      take: Write(Register(.holding, 0x51), 1), release: Write(Register(.holding, 0x51), 0))
    // What a set-point means: 0 current, 1 power; some firmware lacks it (v2g-liberty).
    charger.preparation = [
      Write(
        Register(.holding, 0x53), 0, lack: "the charger's set-point has no type: it is taken to be a current")
    ]
    // What to do: 1 start, 2 stop, 3 restart, 4 update the software (evse-controller).
    charger.start = [Write(Register(.holding, 0x101), 1)]
    charger.stop = [Write(Register(.holding, 0x101), 2)]
    return charger
  }()
}
