extension DiagnosticPage {
  /// E0707 and on: descriptions of chargers.
  static let chargers: [DiagnosticCode: DiagnosticPage] = [
    .missingFailsafe: DiagnosticPage(
      "A charger that goes on by itself when the program dies, or the network, empties a car or fills it at any price. So each "
        + "says how it stops by itself: a time-out that any request puts off, or that there is none, and what then happens; the "
        + "program says that at every start.",
      example: """
        device box: charger {
            over modbus
            read state from holding 10 as uint16 {
                0: unplugged
                1: paused
                2: charging
                3: discharging
            }
            set current to holding 20 as int16 in A   positive charging   range -16A..16A
            start: write holding 30 = 1
            stop: write holding 30 = 0
        }
        """,
      mended: """
        device box: charger {
            over modbus
            read state from holding 10 as uint16 {
                0: unplugged
                1: paused
                2: charging
                3: discharging
            }
            failsafe: write holding 42 as uint16 in s   from 10s to 600s
            set current to holding 20 as int16 in A   positive charging   range -16A..16A
            start: write holding 30 = 1
            stop: write holding 30 = 0
        }
        """),
    .shortFailsafe: DiagnosticPage(
      "The charger is asked once a second, and after a lost connection it takes some seconds until it is asked again. A time-out "
        + "below ten seconds would stop the car each time.",
      example: """
        device box: charger {
            over modbus
            read state from holding 10 as uint16 {
                0: unplugged
                1: paused
                2: charging
                3: discharging
            }
            failsafe: write holding 42 as uint16 in s   from 1s to 5s
            set current to holding 20 as int16 in A   positive charging   range -16A..16A
            start: write holding 30 = 1
            stop: write holding 30 = 0
        }
        """,
      mended: """
        device box: charger {
            over modbus
            read state from holding 10 as uint16 {
                0: unplugged
                1: paused
                2: charging
                3: discharging
            }
            failsafe: write holding 42 as uint16 in s   from 1s to 60s
            set current to holding 20 as int16 in A   positive charging   range -16A..16A
            start: write holding 30 = 1
            stop: write holding 30 = 0
        }
        """),
    .unreachableState: DiagnosticPage(
      "Each code of the state means one thing, and is a number that the register can have; a car is plugged in while it charges. "
        + "What contradicts itself is a slip of the pen, and one of the two would never be seen.",
      example: """
        device box: charger {
            over modbus
            read state from holding 10 as uint16 {
                0: unplugged
                1, 2: paused
                2: charging
                3: discharging
            }
            failsafe: write holding 42 as uint16 in s   from 10s to 600s
            set current to holding 20 as int16 in A   positive charging   range -16A..16A
            start: write holding 30 = 1
            stop: write holding 30 = 0
        }
        """,
      mended: """
        device box: charger {
            over modbus
            read state from holding 10 as uint16 {
                0: unplugged
                1: paused
                2: charging
                3: discharging
            }
            failsafe: write holding 42 as uint16 in s   from 10s to 600s
            set current to holding 20 as int16 in A   positive charging   range -16A..16A
            start: write holding 30 = 1
            stop: write holding 30 = 0
        }
        """),
    .missingState: DiagnosticPage(
      "Whether a charger obeys is seen by its state. So the table has a code for `charging`, one for `paused`, and one for "
        + "`discharging` where its set-point can be negative.",
      example: """
        device box: charger {
            over modbus
            read state from holding 10 as uint16 {
                0: unplugged
                1: paused
                2: charging
            }
            failsafe: write holding 42 as uint16 in s   from 10s to 600s
            set current to holding 20 as int16 in A   positive charging   range -16A..16A
            start: write holding 30 = 1
            stop: write holding 30 = 0
        }
        """,
      mended: """
        device box: charger {
            over modbus
            read state from holding 10 as uint16 {
                0: unplugged
                1: paused
                2: charging
                3: discharging
            }
            failsafe: write holding 42 as uint16 in s   from 10s to 600s
            set current to holding 20 as int16 in A   positive charging   range -16A..16A
            start: write holding 30 = 1
            stop: write holding 30 = 0
        }
        """),
    .forbiddenSetPoint: DiagnosticPage(
      "Some chargers latch an error when their set-point becomes 0: `never 0A` keeps the program from that. Such a charger is "
        + "stopped by a register of its own.",
      example: """
        device box: charger {
            over modbus
            read state from holding 10 as uint16 {
                0: unplugged
                1: paused
                2: charging
                3: discharging
            }
            failsafe: write holding 42 as uint16 in s   from 10s to 600s
            set current to holding 20 as int16 in A   positive charging   range -16A..16A   never 0A
            start: write holding 30 = 1
            stop: set current 0A
        }
        """,
      mended: """
        device box: charger {
            over modbus
            read state from holding 10 as uint16 {
                0: unplugged
                1: paused
                2: charging
                3: discharging
            }
            failsafe: write holding 42 as uint16 in s   from 10s to 600s
            set current to holding 20 as int16 in A   positive charging   range -16A..16A   never 0A
            start: write holding 30 = 1
            stop: write holding 30 = 0
        }
        """),
    .coarseSetPoint: DiagnosticPage(
      "The program follows the meter in steps of an ampere, which is 230 W. Where one step of the register is more, its unit is "
        + "wrong, or the charger will not do.",
      example: """
        device box: charger {
            over modbus
            read state from holding 10 as uint16 {
                0: unplugged
                1: paused
                2: charging
                3: discharging
            }
            failsafe: write holding 42 as uint16 in s   from 10s to 600s
            set power to holding 20 as int16 in kW   positive charging   range -7kW..7kW
            start: write holding 30 = 1
            stop: write holding 30 = 0
        }
        """,
      mended: """
        device box: charger {
            over modbus
            read state from holding 10 as uint16 {
                0: unplugged
                1: paused
                2: charging
                3: discharging
            }
            failsafe: write holding 42 as uint16 in s   from 10s to 600s
            set power to holding 20 as int16 in W   positive charging   range -7kW..7kW
            start: write holding 30 = 1
            stop: write holding 30 = 0
        }
        """),
    .readOnlyRegister: DiagnosticPage(
      "Modbus has two tables of registers with the same numbers. Only those of the table `holding` can be written; an input "
        + "register can be read, by function 4, and no more.",
      example: """
        device box: charger {
            over modbus
            read state from holding 10 as uint16 {
                0: unplugged
                1: paused
                2: charging
                3: discharging
            }
            failsafe: write holding 42 as uint16 in s   from 10s to 600s
            set current to holding 20 as int16 in A   positive charging   range -16A..16A
            start: write holding 30 = 1
            stop: write input 30 = 0
        }
        """,
      mended: """
        device box: charger {
            over modbus
            read state from holding 10 as uint16 {
                0: unplugged
                1: paused
                2: charging
                3: discharging
            }
            failsafe: write holding 42 as uint16 in s   from 10s to 600s
            set current to holding 20 as int16 in A   positive charging   range -16A..16A
            start: write holding 30 = 1
            stop: write holding 30 = 0
        }
        """),
    .dangerousWrite: DiagnosticPage(
      "What stops a charger must not start it, what prepares it must not let power flow, and nothing but `failsafe` sets its "
        + "time-out: a line that was copied, or an address with a slip, would do so each time.",
      example: """
        device box: charger {
            over modbus
            read state from holding 10 as uint16 {
                0: unplugged
                1: paused
                2: charging
                3: discharging
            }
            failsafe: write holding 42 as uint16 in s   from 10s to 600s
            set current to holding 20 as int16 in A   positive charging   range -16A..16A
            start: write holding 30 = 1
            stop: write holding 30 = 1
        }
        """,
      mended: """
        device box: charger {
            over modbus
            read state from holding 10 as uint16 {
                0: unplugged
                1: paused
                2: charging
                3: discharging
            }
            failsafe: write holding 42 as uint16 in s   from 10s to 600s
            set current to holding 20 as int16 in A   positive charging   range -16A..16A
            start: write holding 30 = 1
            stop: write holding 30 = 0
        }
        """),
  ]
}
