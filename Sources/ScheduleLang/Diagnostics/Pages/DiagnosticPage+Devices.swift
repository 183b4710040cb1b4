extension DiagnosticPage {
  /// E07xx: descriptions of devices.
  static let devices: [DiagnosticCode: DiagnosticPage] = [
    .unknownDeviceWord: DiagnosticPage(
      "Roles, transports, readings, types of numbers, units and directions have fixed names, which the message lists.",
      example: """
        device cellar: meter {
            over modbus { unit 1 }
            read grid from input 52 as float   in W   positive importing
        }
        """,
      mended: """
        device cellar: meter {
            over modbus { unit 1 }
            read grid from input 52 as float32   in W   positive importing
        }
        """),
    .missingDirection: DiagnosticPage(
      "Half of all meters count what is fed into the grid as positive, the others what is taken from it. The sign is said "
        + "in words, never by a minus: a wrong one makes the car charge from the grid when the sun does not shine.",
      example: """
        device cellar: meter {
            over http { get "/status" }
            read grid from .power in W
        }
        """,
      mended: """
        device cellar: meter {
            over http { get "/status" }
            read grid from .power in W   positive importing
        }
        """),
    .overlappingRegisters: DiagnosticPage(
      "A number fills one, two or four registers, so that the next one begins behind them. Two that share a register cannot "
        + "both be right: an address, or a type, is wrong.",
      example: """
        device cellar: meter {
            over modbus { unit 1 }
            read grid from holding 100 as int32   in W   positive importing
            read solar from holding 101 as int32   in W   positive producing
        }
        """,
      mended: """
        device cellar: meter {
            over modbus { unit 1 }
            read grid from holding 100 as int32   in W   positive importing
            read solar from holding 102 as int32   in W   positive producing
        }
        """),
    .foreignSource: DiagnosticPage(
      "A device over `http` answers with JSON, in which a path leads to each value; one over `modbus` has registers.",
      example: """
        device cellar: meter {
            over modbus { unit 1 }
            read grid from .power in W   positive importing
        }
        """,
      mended: """
        device cellar: meter {
            over http { get "/status" }
            read grid from .power in W   positive importing
        }
        """),
    .sampleMismatch: DiagnosticPage(
      "`sample` names a recorded answer of the device. Each path must lead to a number in it, and the number must be one "
        + "that its range allows; otherwise the path, the unit or the range is wrong.",
      example: """
        device cellar: meter {
            over http { get "/status" }
            read grid from .powr in W   positive importing
            sample "answer.json"
        }
        """,
      mended: """
        device cellar: meter {
            over http { get "/status" }
            read grid from .power in W   positive importing
            sample "answer.json"
        }
        """,
      uses: ["answer.json": "{\"power\": -120.5}"]),
    .assumedReading: DiagnosticPage(
      "What flows through the grid connection is known or it is not: a value in its place would let the car charge, or feed "
        + "the grid, by an invention. Only for the sun may `else` stand: an inverter that sleeps at night says nothing.",
      example: """
        device cellar: meter {
            over http { get "/status" }
            read grid from .power in W   positive importing   else 0W
        }
        """,
      mended: """
        device cellar: meter {
            over http { get "/status" }
            read grid from .power in W   positive importing
        }
        """),
  ]
}
