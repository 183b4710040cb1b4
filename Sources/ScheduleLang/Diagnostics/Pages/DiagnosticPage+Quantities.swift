extension DiagnosticPage {
  /// E03xx: quantities, windows and actions.
  static let quantities: [DiagnosticCode: DiagnosticPage] = [
    .unlikeUnits: DiagnosticPage(
      "Quantities are compared with their like: a state of charge with `%`, a power with `W` or `kW`, a price with `p` "
        + "or `c`.",
      example: #"schedule "sun" { when soc <= 10A: charge }"#,
      mended: #"schedule "sun" { when soc <= 10%: charge }"#),
    .missingUnit: DiagnosticPage(
      "A number alone could be amperes, percent or watts; the unit says which.",
      example: #"schedule "night" { when soc <= 80: charge at 16 }"#,
      mended: #"schedule "night" { when soc <= 80%: charge at 16A }"#),
    .outOfRange: DiagnosticPage(
      "The quantity lies outside what is possible: shares are between 0% and 100%, currents are whole amperes, durations "
        + "at most a year.",
      example: #"schedule "full" { when soc < 110%: charge }"#,
      mended: #"schedule "full" { when soc < 100%: charge }"#),
    .limitOutsideCharger: DiagnosticPage(
      "The charger cannot be set to this current. Its range is that of the site's `charger`, by default 3A..16A; a power "
        + "is converted at the site's voltage.",
      example: #"schedule "fast" { otherwise: charge at 32A }"#,
      mended: #"schedule "fast" { otherwise: charge at 16A }"#),
    .limitNotAllowed: DiagnosticPage(
      "`charge` and `V2G` run at one current, said by `at`. `S2V` and `V2H` follow the meter between two bounds, said by "
        + "`at least`, `at most` or a range; `S2V + V2H` has an upper bound for both directions.",
      example: #"schedule "sun" { otherwise: S2V at 10A }"#,
      mended: #"schedule "sun" { otherwise: S2V at most 10A }"#),
    .targetNotAllowed: DiagnosticPage(
      "`to` says at which state of charge an action is done, and `then` what follows. `idle` and `S2V + V2H` do not move "
        + "the state of charge one way, so that they are never done. A test expects what is decided at one moment and "
        + "has no target either.",
      example: #"schedule "home" { S2V + V2H to 60% }"#,
      mended: #"schedule "home" { S2V to 60% then S2V + V2H }"#),
    .emptyWindow: DiagnosticPage(
      "The window ends where it starts and holds no minute. The whole day is `00:00-24:00`; an end before the start lies "
        + "on the next day.",
      example: #"schedule "always" { during 00:00-00:00: S2V }"#,
      mended: #"schedule "always" { during 00:00-24:00: S2V }"#),
    .emptyRange: DiagnosticPage(
      "The lower end of the range lies above the upper one, so that nothing is in it.",
      example: #"schedule "hold" { when soc in 50%..30%: idle }"#,
      mended: #"schedule "hold" { when soc in 30%..50%: idle }"#),
    .mixedMoney: DiagnosticPage(
      "A program counts in one money unit, pence or cents: prices in different ones cannot be compared or added.",
      example: """
        tariff Night {
            cheap 23:00-07:00   import 9.5p    export 4c
            day   otherwise     import 24.2p   export 4c
        }
        """,
      mended: """
        tariff Night {
            cheap 23:00-07:00   import 9.5p    export 4p
            day   otherwise     import 24.2p   export 4p
        }
        """),
  ]
}
