extension DiagnosticPage {
  /// E03xx: names and what they stand for.
  static let names: [DiagnosticCode: DiagnosticPage] = [
    .unknownName: DiagnosticPage(
      "Nothing of this name is declared in the file or in those that it uses. Names are declared with `let`, tariffs "
        + "with `tariff`; the well-known tariffs need no declaration.",
      example: """
        let trickle = charge at 6A
        schedule "night" { during Flux chaep: trickel }
        """,
      mended: """
        let trickle = charge at 6A
        schedule "night" { during Flux cheap: trickle }
        """),
    .duplicateDeclaration: DiagnosticPage(
      "A name, a setting or a clause is said once, or it would depend on the order which one counts. Names ignore the "
        + "case of letters. Both places are shown.",
      example: """
        let low = 20%
        let Low = 30%
        schedule "night" { when soc <= low: charge }
        """,
      mended: """
        let empty = 20%
        let low = 30%
        schedule "night" { when soc <= low: charge }
        """),
    .wrongKind: DiagnosticPage(
      "A name stands for a quantity, for windows, for days or for an action, and can only be used as what it is.",
      example: """
        let night = 22:00-05:00
        schedule "night" { on night: charge }
        """,
      mended: """
        let night = 22:00-05:00
        schedule "night" { during night: charge }
        """),
    .circularName: DiagnosticPage(
      "The name stands for itself, directly or through other names, and so for nothing.",
      example: """
        let holidays = days_off
        let days_off = holidays
        schedule "home" { on (Sat, holidays): S2V }
        """,
      mended: """
        let holidays = days_off
        let days_off = 2026-12-25, 2026-12-26
        schedule "home" { on (Sat, holidays): S2V }
        """),
    .unusableFile: DiagnosticPage(
      "The file after `use` cannot be read. Its path is relative to the file that says it, not to the folder in which "
        + "the program was started.",
      example: """
        use "hom.evs"
        schedule "night" { during Flux cheap: charge }
        """,
      mended: """
        use "home.evs"
        schedule "night" { during Flux cheap: charge }
        """,
      uses: ["home.evs": "site \"home\" { timezone \"Europe/London\" }\n"]),
    .useCycle: DiagnosticPage(
      "Files use one another in a circle. Put what both need into a third file that uses neither.",
      example: """
        use "common.evs"
        schedule "night" { when soc <= low: charge }
        """,
      mended: """
        use "names.evs"
        schedule "night" { when soc <= low: charge }
        """,
      uses: ["common.evs": "use \"example.evs\"\nlet low = 30%\n", "names.evs": "let low = 30%\n"]),
    .ambiguousSchedule: DiagnosticPage(
      "The run file has no schedule of its own, and the files that it uses have several. Use only one of them, or put "
        + "one over the other.",
      example: """
        use "flux.evs"
        use "visit.evs"
        """,
      mended: """
        use "flux.evs"
        use "visit.evs"
        schedule "both" over "flux" { charge to 40% }
        """,
      uses: [
        "flux.evs": "schedule \"flux\" { otherwise: S2V }\n",
        "visit.evs": "schedule \"visit\" { otherwise: charge }\n",
      ]),
  ]
}
