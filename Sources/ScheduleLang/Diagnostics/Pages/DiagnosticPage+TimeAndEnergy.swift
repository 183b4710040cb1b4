extension DiagnosticPage {
  /// x05xx and x06xx: clocks, calendars, deadlines and the battery.
  static let timeAndEnergy: [DiagnosticCode: DiagnosticPage] = [
    .swallowedWindow: DiagnosticPage(
      "When summer time starts an hour of the night does not occur, and on that day neither does this window. Make it "
        + "longer than the hour, or move it.",
      example: """
        schedule "night" {
            when soc unknown: charge at 3A
            during 01:00-02:00: charge
            otherwise: S2V
        }
        """,
      mended: """
        schedule "night" {
            when soc unknown: charge at 3A
            during 02:00-04:00: charge
            otherwise: S2V
        }
        """),
    .doubledWindow: DiagnosticPage(
      "When summer time ends an hour of the night occurs twice, and with it this window: the rule holds for both. Where "
        + "that matters, move the window out of the hour.",
      example: """
        schedule "night" {
            when soc unknown: charge at 3A
            during 01:00-02:00: charge
            otherwise: S2V
        }
        """,
      mended: """
        schedule "night" {
            when soc unknown: charge at 3A
            during 02:00-03:00: charge
            otherwise: S2V
        }
        """),
    .calendarDayGuard: DiagnosticPage(
      "As a guard of its own, behind a comma, `on` asks for the calendar day of the moment. A window that crosses midnight "
        + "is then cut in two: the end of one night and the start of the next. Without the comma the days are those on "
        + "which the window starts.",
      example: """
        schedule "friday" {
            when soc unknown: charge at 3A
            during 22:00-05:00, on Fri: charge
            otherwise: S2V
        }
        """,
      mended: """
        schedule "friday" {
            when soc unknown: charge at 3A
            during 22:00-05:00 on Fri: charge
            otherwise: S2V
        }
        """),
    .earlyWindow: DiagnosticPage(
      "The window starts soon after midnight, so that it belongs to the night that began on the evening before. `on Fri` "
        + "means Thursday's night here; name the day after the evening that you have in mind. Where the hours are written "
        + "out, this is asked of days that read as evenings only: `on Fri`, `on Sun-Thu`, and not `on Sat`.",
      example: """
        schedule "friday" {
            when soc unknown: charge at 3A
            during Go cheap on Fri: charge
            otherwise: S2V
        }
        """,
      mended: """
        schedule "friday" {
            when soc unknown: charge at 3A
            during Go cheap on Sat: charge   allow early-window "the night from Friday to Saturday"
            otherwise: S2V
        }
        """),
    .exceptedEvening: DiagnosticPage(
      "A window that crosses midnight belongs to the day on which it starts. Leaving out a date leaves out the evening of "
        + "that date and the morning after; the morning of the date itself belongs to the night before. To leave out the calendar day, say the hours of "
        + "both ends and ask for the day behind a comma.",
      example: """
        schedule "night" {
            when soc unknown: charge at 3A
            during 22:00-05:00 on daily except 2099-12-25: charge
            otherwise: S2V
        }
        """,
      mended: """
        schedule "night" {
            when soc unknown: charge at 3A
            during (22:00-24:00, 00:00-05:00), on daily except 2099-12-25: charge
            otherwise: S2V
        }
        """),
    .impossibleTarget: DiagnosticPage(
      "Even without losses the charger cannot move so much energy in the minutes that the guards leave before the "
        + "deadline, from wherever the rule applies. The message shows the sum. Here the night that starts on the day "
        + "of the deadline comes after it.",
      example: """
        schedule "commute" {
            when soc unknown: charge at 3A
            during 22:00-07:00 on 2099-12-24: charge to 100% by 2099-12-24 08:00
            otherwise: S2V
        }
        """,
      mended: """
        schedule "commute" {
            when soc unknown: charge at 3A
            during 22:00-07:00 on 2099-12-23: charge to 100% by 2099-12-24 08:00
            otherwise: S2V
        }
        """),
    .oscillation: DiagnosticPage(
      "On one side of a state of charge a rule charges, on the other one discharges: the charger is sent back and forth "
        + "around it, which wears it out and loses energy on every turn. Leave a gap between the two, or remember with "
        + "`hysteresis`.",
      example: """
        schedule "day" {
            when soc unknown: charge at 3A
            when soc <= 50%: charge
            otherwise: V2G
        }
        """,
      mended: """
        schedule "day" {
            when soc unknown: charge at 3A
            when soc <= 50%: charge
            when soc <= 60%: S2V
            otherwise: V2G
        }
        """),
    .unreachedTarget: DiagnosticPage(
      "The conditions of a rule are asked at every minute and not just at its start. This one ends on the way, before the "
        + "target is reached.",
      example: """
        schedule "fill" {
            when soc unknown: charge at 3A
            when soc <= 30%: charge to 60% then idle
            otherwise: S2V
        }
        """,
      mended: """
        schedule "fill" {
            when soc unknown: charge at 3A
            charge to 60% then idle
            otherwise: S2V
        }
        """),
    .tightDeadline: DiagnosticPage(
      "The guards, or earlier rules, leave the deadline so few minutes that it can only be met from a high state of "
        + "charge, or a rule that goes the other way ends so late that it cannot be met after it. Give it a longer window, "
        + "a nearer target or a later time; days belong behind `by`, where they leave it the night before. Clauses such as "
        + "`never over 5A` count, and an import limit between 23:00 and 04:00, when no sun adds to it.",
      example: """
        schedule "commute" {
            when soc unknown: charge at 3A
            during 02:00-05:00: charge to 80% by 07:00
            otherwise: S2V
        }
        """,
      mended: """
        schedule "commute" {
            when soc unknown: charge at 3A
            during 18:00-07:00: charge to 80% by 07:00
            otherwise: S2V
        }
        """),
    .reserveGap: DiagnosticPage(
      "Clauses that keep a reserve in different months leave a part of the year without any.",
      example: """
        schedule "seasons" {
            never discharge, on Nov-Jan, when soc <= 40%
            never discharge, on Mar-Oct, when soc <= 20%
            when soc unknown: charge at 3A
            otherwise: S2V + V2H
        }
        """,
      mended: """
        schedule "seasons" {
            never discharge, on Nov-Feb, when soc <= 40%
            never discharge, on Mar-Oct, when soc <= 20%
            when soc unknown: charge at 3A
            otherwise: S2V + V2H
        }
        """),
    .blockedTarget: DiagnosticPage(
      "On the way to the target there is a state of charge at which nothing moves the car towards it: a clause takes the "
        + "power away, or an earlier rule decides. A deadline needs more: a rule that follows the house or the sun may "
        + "move nothing, so that nobody keeps the deadline where such a rule stands first.",
      example: """
        schedule "evening" {
            when soc unknown: charge at 3A
            when soc > 36%: V2H
            V2G to 35% by 23:30
            otherwise: S2V
        }
        """,
      mended: """
        schedule "evening" {
            when soc unknown: charge at 3A
            V2G to 35% by 23:30
            when soc > 36%: V2H
            otherwise: S2V
        }
        """),
    .soldBelowCost: DiagnosticPage(
      "What this rule sells is bought back by another, and at the fixed prices of the tariff it always costs more than "
        + "it has earned, before losses.",
      example: """
        tariff Flat { day 00:00-24:00   import 25p   export 15p }
        site { tariff Flat }
        site "home" { timezone "Europe/London"   battery 52kWh   charger simulated   meter simulated }
        schedule "sale" {
            when soc unknown: charge at 3A
            during 22:00-23:30: V2G to 35%
            charge to 80% by 07:00
            otherwise: S2V
        }
        """,
      mended: """
        tariff Flat { day 00:00-24:00   import 25p   export 15p }
        site { tariff Flat }
        site "home" { timezone "Europe/London"   battery 52kWh   charger simulated   meter simulated }
        schedule "sale" {
            when soc unknown: charge at 3A
            during 22:00-23:30: V2H to 35%
            charge to 80% by 07:00
            otherwise: S2V
        }
        """),
    .seasonGap: DiagnosticPage(
      "Rules of the same hours divide the year, or rules of the same action and hours the week, among them, and leave up to "
        + "three months, or one day, to none of them. Days count in a guard, behind hours and behind a deadline.",
      example: """
        schedule "seasons" {
            when soc unknown: charge at 3A
            on Nov-Mar, during 00:30-05:30: charge to 90%
            on Apr-Sep, during 00:30-05:30: charge to 60%
            otherwise: S2V
        }
        """,
      mended: """
        schedule "seasons" {
            when soc unknown: charge at 3A
            on Oct-Mar, during 00:30-05:30: charge to 90%
            on Apr-Sep, during 00:30-05:30: charge to 60%
            otherwise: S2V
        }
        """),
  ]
}
