extension DiagnosticPage {
  /// E02xx: how words follow one another.
  static let syntax: [DiagnosticCode: DiagnosticPage] = [
    .unexpectedToken: DiagnosticPage(
      "Something else was expected here. The message names what would have fitted, or what is most likely meant.",
      example: """
        schedule "night" {
            during 22:00 to 05:00: charge
            otherwise: idle
        }
        """,
      mended: """
        schedule "night" {
            during 22:00-05:00: charge
            otherwise: idle
        }
        """),
    .missingColon: DiagnosticPage(
      "Guards and the action that they guard are parted by `:`. A block in braces follows its guards without one.",
      example: #"schedule "night" { during Flux cheap charge }"#,
      mended: #"schedule "night" { during Flux cheap: charge }"#),
    .unclosedBlock: DiagnosticPage(
      "Every `{` needs its `}`. The message points at the innermost block that was still open where the file ended or a "
        + "new declaration started; the brace may be missing earlier, where the indentation first looks wrong.",
      example: """
        schedule "weekend" {
            on weekends {
                when soc <= 50%: charge
                otherwise: idle
        }
        """,
      mended: """
        schedule "weekend" {
            on weekends {
                when soc <= 50%: charge
                otherwise: idle
            }
        }
        """),
    .nestingTooDeep: DiagnosticPage(
      "Blocks, parentheses and names that stand for names may be nested 64 levels deep, more than anybody can read.",
      example: "schedule \"deep\" { when " + String(repeating: "not ", count: 65) + "plugged in: idle }",
      mended: "schedule \"deep\" { when not plugged in: idle }"),
    .foreignKeyword: DiagnosticPage(
      "The word is used in other languages, or in daily life, for something that has a word of its own here.",
      example: """
        schedule "night" {
            if battery <= 30%: charge
            on Mon-Fr: S2V
            else: idle
        }
        """,
      mended: """
        schedule "night" {
            when soc <= 30%: charge
            on Mon-Fri: S2V
            otherwise: idle
        }
        """),
    .reservedName: DiagnosticPage(
      "Keywords, actions, readings, days and months cannot be declared as names, in no case: a rule that uses them could "
        + "be read in two ways.",
      example: """
        let solar = 2kW
        schedule "sun" { when exporting >= 2kW: S2V }
        """,
      mended: """
        let sunny = 2kW
        schedule "sun" { when exporting >= sunny: S2V }
        """),
    .unknownSetting: DiagnosticPage(
      "A site and each device have settings of their own; the message lists those that there are.",
      example: """
        site "home" {
            timezone "Europe/London"
            batery 52kWh
        }
        """,
      mended: """
        site "home" {
            timezone "Europe/London"
            battery 52kWh
        }
        """),
    .ruleWithoutEnd: DiagnosticPage(
      "A rule without guards takes every case, so that none behind it could ever decide. If that is meant it is the last "
        + "of its block and says `otherwise`; if not it says until when it applies.",
      example: """
        schedule "fill" {
            charge
            during 16:00-19:00: V2G
        }
        """,
      mended: """
        schedule "fill" {
            charge to 60%
            during 16:00-19:00: V2G
        }
        """),
    .ruleAfterOtherwise: DiagnosticPage(
      "Rules are tried from top to bottom and `otherwise` takes all that is left in its block: nothing behind it can "
        + "decide. Put it last.",
      example: """
        schedule "night" {
            otherwise: idle
            during Flux cheap: charge
        }
        """,
      mended: """
        schedule "night" {
            during Flux cheap: charge
            otherwise: idle
        }
        """),
  ]
}
