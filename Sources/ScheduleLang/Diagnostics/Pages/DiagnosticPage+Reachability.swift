extension DiagnosticPage {
  /// x04xx: which rules decide, and when none does.
  static let reachability: [DiagnosticCode: DiagnosticPage] = [
    .failedProof: DiagnosticPage(
      "`prove` states what must hold at every minute and every state of charge, and the check has found a case in which "
        + "it does not. The message names the case and the rule that decides then.",
      example: """
        schedule "peak" {
            during Flux peak: V2G
            otherwise: charge
            prove never V2G, when soc <= 20%
        }
        """,
      mended: """
        schedule "peak" {
            during Flux peak, when soc > 20%: V2G
            otherwise: charge
            prove never V2G, when soc <= 20%
        }
        """),
    .uncoveredTime: DiagnosticPage(
      "Where no rule applies the charger idles. If that is meant, say so in a last rule; if not, a rule is missing or its "
        + "windows leave a gap.",
      example: """
        schedule "day" {
            when soc unknown: charge at 3A
            during 05:00-23:00: S2V
        }
        """,
      mended: """
        schedule "day" {
            when soc unknown: charge at 3A
            during 05:00-23:00: S2V
            otherwise: idle
        }
        """),
    .unreachableRule: DiagnosticPage(
      "The first rule that applies decides, and in every case in which this one applies an earlier one does too. Put the "
        + "narrower rule first, or remove this one.",
      example: """
        schedule "night" {
            when soc unknown: charge at 3A
            during Flux cheap: charge
            during 03:00-04:00, when soc >= 90%: idle
            otherwise: S2V
        }
        """,
      mended: """
        schedule "night" {
            when soc unknown: charge at 3A
            during 03:00-04:00, when soc >= 90%: idle
            during Flux cheap: charge
            otherwise: S2V
        }
        """),
    .powerlessRule: DiagnosticPage(
      "The rule decides, but wherever it does a `never` clause, the reserve or the charger's own SoC range takes away all "
        + "that it wants.",
      example: """
        schedule "peak" {
            when soc unknown: charge at 3A
            never discharge, during 16:00-19:00
            during 16:00-19:00: V2G
            otherwise: S2V
        }
        """,
      mended: """
        schedule "peak" {
            when soc unknown: charge at 3A
            never discharge, during 16:00-19:00, when soc <= 30%
            during 16:00-19:00: V2G
            otherwise: S2V
        }
        """),
    .unansweredUnknown: DiagnosticPage(
      "At the start, and after the car has been away, the state of charge is unknown. Many chargers tell it only while "
        + "power flows, so that a schedule that idles then may idle for ever, and one that waits for the sun may miss a "
        + "whole cheap night.",
      example: """
        schedule "day" {
            when soc <= 50%: charge
            when soc > 50%: S2V
            otherwise: idle
        }
        """,
      mended: """
        schedule "day" {
            when soc unknown: charge at 3A
            when soc <= 50%: charge
            otherwise: S2V
        }
        """),
    .unguardedUnknown: DiagnosticPage(
      "A comparison with an unknown state of charge is neither true nor false: the rule that was to protect the battery "
        + "does not apply, and a later one discharges it.",
      example: """
        schedule "peak" {
            when soc <= 30%: charge
            during 16:00-19:00: V2G
            otherwise: S2V
        }
        """,
      mended: """
        schedule "peak" {
            when soc unknown: charge at 3A
            when soc <= 30%: charge
            during 16:00-19:00: V2G
            otherwise: S2V
        }
        """),
    .repeatedTest: DiagnosticPage(
      "Two rows of the file's tests give the same moment and the same readings. One of them tests nothing, or they "
        + "contradict each other.",
      example: """
        schedule "peak" {
            when soc unknown: charge at 3A
            otherwise: V2G
        }
        test "sells" {
            at 17:00, soc 50%: V2G
            at 17:00, soc 50%: V2G
        }
        """,
      mended: """
        schedule "peak" {
            when soc unknown: charge at 3A
            otherwise: V2G
        }
        test "sells" {
            at 17:00, soc 50%: V2G
            at 18:00, soc 50%: V2G
        }
        """),
    .pastRule: DiagnosticPage(
      "All dates of the rule, its deadline or the name lie in the past, so that it never applies again. Remove it, or "
        + "give it the next dates.",
      example: """
        schedule "holidays" {
            when soc unknown: charge at 3A
            on 2020-12-24..2020-12-26: idle
            otherwise: S2V
        }
        """,
      mended: """
        schedule "holidays" {
            when soc unknown: charge at 3A
            on 2099-12-24..2099-12-26: idle
            otherwise: S2V
        }
        """),
    .unusedTariff: DiagnosticPage(
      "The tariff is declared and nothing names it: neither the site nor a window. Often its name is misspelt where it "
        + "was to be used.",
      example: """
        tariff Night { cheap 23:00-07:00   import 9.5p }
        schedule "night" {
            when soc unknown: charge at 3A
            otherwise: charge
        }
        """,
      mended: """
        tariff Night { cheap 23:00-07:00   import 9.5p }
        schedule "night" {
            when soc unknown: charge at 3A
            during Night cheap: charge
            otherwise: idle
        }
        """),
    .daysOnLastWindow: DiagnosticPage(
      "`on` behind a list of windows belongs to the last of them only; the others hold every day. Parentheses give the "
        + "days to all.",
      example: """
        schedule "commute" {
            when soc unknown: charge at 3A
            during 07:00-09:00, 17:00-19:00 on weekdays: idle
            otherwise: S2V
        }
        """,
      mended: """
        schedule "commute" {
            when soc unknown: charge at 3A
            during (07:00-09:00, 17:00-19:00) on weekdays: idle
            otherwise: S2V
        }
        """),
    .targetOutsideCharger: DiagnosticPage(
      "The charger stops at the end of its own SoC range, and discharging at the schedule's reserve, so that this target "
        + "is never reached and what is to follow never comes.",
      example: """
        schedule "full" {
            when soc unknown: charge at 3A
            charge to 100% then idle
            otherwise: idle
        }
        """,
      mended: """
        schedule "full" {
            when soc unknown: charge at 3A
            charge to 95% then idle
            otherwise: idle
        }
        """),
    .overrunTarget: DiagnosticPage(
      "At its target a rule stands aside and the next one decides. Here a later rule goes on in the same direction, or "
        + "turns back, so that the target is not where it stays. `then` says what follows.",
      example: """
        schedule "night" {
            when soc unknown: charge at 3A
            during 02:00-05:00 {
                charge to 60%
                otherwise: charge at 6A
            }
            otherwise: idle
        }
        """,
      mended: """
        schedule "night" {
            when soc unknown: charge at 3A
            during 02:00-05:00 {
                charge to 60% then idle
                otherwise: idle
            }
            otherwise: idle
        }
        """),
  ]
}
