/// Something that goes wrong, or merely happens, for longer than an exchange.
enum Trouble: String, CaseIterable {
  /// A stretch of time in which many exchanges fail, with one device or both.
  case roughCharger, roughMeter, roughNetwork
  /// The network to a device, or to both, goes silent and comes back.
  case silentCharger, silentMeter, silentNetwork
  /// The charger's Modbus hangs while it goes on with what it does.
  case hungCharger
  case restartedCharger, restartedMeter
  /// The charger is in a documented state in which no power flows.
  case heldCharger
  /// The charger refuses whatever it is told, and can be read.
  case stubbornCharger
  /// The owner takes control in the app.
  case userControl
  /// The owner orders something in place of the schedule's rules, and later lets them decide again.
  case order
  /// The charger shows a false SoC, set-point, time-out or power.
  case falseSoC, falseSetPoint, falseTimeout, falsePower
  /// The charger takes long for each reply.
  case slowCharger
  /// The charger acknowledges stops, and goes on as before.
  case disobedientCharger
  /// The charger acknowledges another current, and goes on with the one before.
  case unfollowingCharger
  /// Something else in the house writes a set-point.
  case meddler
  /// The meter's numbers stand still, have the wrong sign, or come seldom.
  case frozenMeter, reversedMeter, slowMeter
  /// The surplus wavers around what the charger can take at least.
  case waveringSun
  /// The owner tells the car to take no more from some SoC on.
  case carLimit
  /// The car drives off; another or the same comes back.
  case unplugging
  case heavyLoad
  case wallClockJump
  /// The machine stops the program for a while, and lets it go on.
  case suspension
  case kill
  /// The owner restarts the program.
  case restartedProgram
  /// The power fails somewhere between two writes.
  case powerCut

  /// How long it is between two of a kind, on average.
  var interval: VirtualTime {
    switch self {
    case .falseSoC, .heavyLoad: .seconds(900)
    case .roughCharger, .roughMeter, .roughNetwork: .seconds(1200)
    case .silentCharger, .silentMeter, .silentNetwork, .powerCut, .kill, .restartedProgram:
      .seconds(3600)
    case .hungCharger, .restartedCharger, .restartedMeter, .heldCharger, .stubbornCharger, .suspension,
      .order:
      .seconds(5400)
    case .falseSetPoint: .seconds(1800)
    case .falsePower, .meddler: .seconds(3600)
    case .falseTimeout, .slowCharger, .disobedientCharger, .unfollowingCharger, .frozenMeter, .slowMeter,
      .waveringSun:
      .seconds(7200)
    case .userControl, .unplugging, .wallClockJump, .reversedMeter, .carLimit: .seconds(10_800)
    }
  }

  /// How long it is between two of a kind at least: a false SoC that comes back at once is one that has not ended.
  var rest: VirtualTime { self == .falseSoC ? .seconds(10) : 0 }

  /// How long it lasts, in seconds.
  var length: ClosedRange<Int> {
    switch self {
    case .falseSoC: 1...50
    case .falseSetPoint: 1...15
    case .falsePower: 5...600
    case .falseTimeout: 5...900
    case .slowCharger: 120...3600
    case .disobedientCharger, .unfollowingCharger: 5...1200
    case .frozenMeter, .reversedMeter, .slowMeter: 60...3600
    case .waveringSun: 900...5400
    case .carLimit: 600...10_800
    case .roughCharger, .roughMeter, .roughNetwork: 5...300
    case .silentCharger, .silentMeter, .silentNetwork: 1...240
    case .hungCharger: 5...600
    case .restartedCharger: 10...300
    case .restartedMeter: 3...30
    case .heldCharger, .stubbornCharger: 5...600
    case .unplugging: 10...7200
    case .heavyLoad: 30...1200
    case .suspension: 2...180
    case .order: 60...3600
    case .kill, .restartedProgram: 2...600
    case .powerCut: 60...600
    case .userControl, .wallClockJump, .meddler: 1...1
    }
  }
}
