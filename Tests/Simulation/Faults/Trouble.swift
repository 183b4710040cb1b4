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
  case falseSoC
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
    case .userControl, .unplugging, .wallClockJump: .seconds(10_800)
    }
  }

  /// How long it lasts, in seconds.
  var length: ClosedRange<Int> {
    switch self {
    case .falseSoC: 1...8
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
    case .userControl, .wallClockJump: 1...1
    }
  }
}
