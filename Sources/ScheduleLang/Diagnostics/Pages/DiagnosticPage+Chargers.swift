extension DiagnosticPage {
  /// E0707 and on: descriptions of chargers.
  static let chargers: [DiagnosticCode: DiagnosticPage] = [
    .missingFailsafe: DiagnosticPage(
      "A charger that goes on by itself when the program dies, or the network, empties a car or fills it at any price. So each "
        + "says how it stops by itself: a time-out that any request puts off, or that there is none, and what then happens; the "
        + "program says that at every start.",
      example: box(failsafe: nil),
      mended: box()),
    .shortFailsafe: DiagnosticPage(
      "The charger is asked once a second, and after a lost connection it takes some seconds until it is asked again. A time-out "
        + "below ten seconds would stop the car each time.",
      example: box(failsafe: "failsafe: write holding 42 as uint16 in s   from 1s to 5s"),
      mended: box(failsafe: "failsafe: write holding 42 as uint16 in s   from 1s to 60s")),
    .unreachableState: DiagnosticPage(
      "Each code of the state means one thing, and is a number that the register can have; a car is plugged in while it charges. "
        + "What contradicts itself is a slip of the pen, and one of the two would never be seen.",
      example: box(states: ["0: unplugged", "1, 2: paused", "2: charging", "3: discharging"]),
      mended: box()),
    .missingState: DiagnosticPage(
      "Whether a charger obeys is seen by its state. So the table has a code for `charging`, one for `paused`, and one for "
        + "`discharging` where its set-point can be negative.",
      example: box(states: ["0: unplugged", "1: paused", "2: charging"]),
      mended: box()),
    .forbiddenSetPoint: DiagnosticPage(
      "Some chargers latch an error when their set-point becomes 0: `never 0A` keeps the program from that. Such a charger is "
        + "stopped by a register of its own.",
      example: box(
        setPoint: "set current to holding 20 as int16 in A   positive charging   range -16A..16A   never 0A",
        stop: "stop: set current 0A"),
      mended: box(
        setPoint: "set current to holding 20 as int16 in A   positive charging   range -16A..16A   never 0A")),
    .coarseSetPoint: DiagnosticPage(
      "The program follows the meter in steps of an ampere, which is 230 W. Where one step of the register is more, its unit is "
        + "wrong, or the charger will not do.",
      example: box(setPoint: "set power to holding 20 as int16 in kW   positive charging   range -7kW..7kW"),
      mended: box(setPoint: "set power to holding 20 as int16 in W   positive charging   range -7kW..7kW")),
    .readOnlyRegister: DiagnosticPage(
      "Modbus has two tables of registers with the same numbers. Only those of the table `holding` can be written; an input "
        + "register can be read, by function 4, and no more.",
      example: box(stop: "stop: write input 30 = 0"),
      mended: box()),
    .dangerousWrite: DiagnosticPage(
      "What stops a charger must not start it, what prepares it must not let power flow, and nothing but `failsafe` sets its "
        + "time-out: a line that was copied, or an address with a slip, would do so each time.",
      example: box(stop: "stop: write holding 30 = 1"),
      mended: box()),
    .lateHeartbeat: DiagnosticPage(
      "A charger that waits for a heartbeat stops the car where one does not come. One may be lost on the way, and a look at a "
        + "slow charger takes its time: so a heartbeat comes at least twice within the shortest time-out that a site may ask for, "
        + "which is ten seconds where the charger takes that.",
      example: box(failsafe: beating(each: "20s")),
      mended: box(failsafe: beating(each: "5s"))),
    .wrongFunction: DiagnosticPage(
      "Modbus writes one register by function 6, and one or more by function 16. A register is written by 6, and what fills more "
        + "than one by 16; where the maker's table asks for 16 in either case, `by function 16` says so. `--frames` shows the bytes.",
      example: box(stop: "stop: write holding 30 by function 5 = 0"),
      mended: box(stop: "stop: write holding 30 by function 16 = 0")),
  ]

  private static func beating(each period: String) -> String {
    "failsafe: write holding 42 as uint16 in s   from 10s to 600s\n    heartbeat: write holding 50 = 1   every \(period)"
  }

  /// A charger without a mistake, or with what a page is about.
  private static func box(
    states: [String] = ["0: unplugged", "1: paused", "2: charging", "3: discharging"],
    failsafe: String? = "failsafe: write holding 42 as uint16 in s   from 10s to 600s",
    setPoint: String = "set current to holding 20 as int16 in A   positive charging   range -16A..16A",
    stop: String = "stop: write holding 30 = 0"
  ) -> String {
    let codes = states.map { "        \($0)" }.joined(separator: "\n")
    let rest = [failsafe, setPoint, "start: write holding 30 = 1", stop].compactMap(\.self)
    return """
      device box: charger {
          over modbus
          read state from holding 10 as uint16 {
      \(codes)
          }
      \(rest.map { "    \($0)" }.joined(separator: "\n"))
      }
      """
  }
}
