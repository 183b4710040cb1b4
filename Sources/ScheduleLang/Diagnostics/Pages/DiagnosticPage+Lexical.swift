extension DiagnosticPage {
  /// E01xx: characters and words.
  static let lexical: [DiagnosticCode: DiagnosticPage] = [
    .invalidEncoding: DiagnosticPage(
      "A schedule is plain text in UTF-8. A byte that is no part of it usually comes from an editor that saves in an "
        + "older encoding, or from a file that is no text at all. Save the file as UTF-8.",
      example: #"schedule "caf\xE9" { otherwise: idle }"#,
      mended: #"schedule "café" { otherwise: idle }"#),
    .invalidCharacter: DiagnosticPage(
      "The character has no meaning outside quotes and comments. Names are made of ASCII letters, digits and `_`; "
        + "everything else of the language is made of the signs on a plain keyboard. Characters that do not show are "
        + "written as `\\u{202E}` in messages. A comment begins with `#`, wherever it stands.",
      example: """
        let évier = 3A
        schedule "trickle" { otherwise: charge at 3A }
        """,
      mended: """
        let sink = 3A
        schedule "trickle" { otherwise: charge at 3A }
        """),
    .unterminatedString: DiagnosticPage(
      "A text between quotes ends on the line on which it starts.",
      example: """
        schedule "night {
            otherwise: idle
        }
        """,
      mended: """
        schedule "night" {
            otherwise: idle
        }
        """),
    .numberTooLarge: DiagnosticPage(
      "No quantity in a home needs more than twelve digits before the point and four after it.",
      example: """
        schedule "sell" { when export price >= 24.850001p: V2G }
        site { timezone "Europe/London"   tariff Flux }
        """,
      mended: """
        schedule "sell" { when export price >= 24.85p: V2G }
        site { timezone "Europe/London"   tariff Flux }
        """),
    .unknownUnit: DiagnosticPage(
      "A number carries its unit directly behind it: `%`, `A`, `V`, `W`, `kW`, `Wh`, `kWh`, `s`, `min`, `h`, `p` or "
        + "`c`. Units keep their case: `kW` is a power, `KW` is nothing.",
      example: #"schedule "trickle" { otherwise: charge at 6amps }"#,
      mended: #"schedule "trickle" { otherwise: charge at 6A }"#),
    .invalidDate: DiagnosticPage(
      "Dates are written year first, `2026-12-25`, and must be in the calendar. A time follows after a space.",
      example: #"schedule "away" { on 24/12/2026: idle }"#,
      mended: #"schedule "away" { on 2026-12-24: idle }"#),
    .invalidTime: DiagnosticPage(
      "Times of day run from `00:00` to `24:00` on the 24-hour clock, with two digits each; `24:00` can only be an end.",
      example: #"schedule "night" { during 10pm-6:00: charge }"#,
      mended: #"schedule "night" { during 22:00-06:00: charge }"#),
    .foreignOperator: DiagnosticPage(
      "Other languages write `==`, `&&` and `||`. Here conditions are joined by `and`, `or` and `not`, and there is no "
        + "equality: a reading is taken once a minute and can jump over any single value, so that a rule that waits for "
        + "exactly 50% may wait for ever. The decimal mark is a point, as in `52.5kWh`; a comma parts the items of a list.",
      example: #"schedule "hold" { when soc == 50% && plugged in: idle }"#,
      mended: #"schedule "hold" { when soc in 49%..51% and plugged in: idle }"#),
    .spaceBeforeUnit: DiagnosticPage(
      "A number and its unit are one word, so that a list of settings can be read without separators.",
      example: #"schedule "night" { when soc <= 80 %: charge at 16 A }"#,
      mended: #"schedule "night" { when soc <= 80%: charge at 16A }"#),
  ]
}
