extension DiagnosticPage {
  /// E03xx: sites, tariffs and devices.
  static let programs: [DiagnosticCode: DiagnosticPage] = [
    .missingTimezone: DiagnosticPage(
      "A site says where its wall clock is read. There is no default: a guess would be wrong by an hour for half a year.",
      example: #"site "home" { battery 52kWh }"#,
      mended: #"site "home" { timezone "Europe/London"   battery 52kWh }"#),
    .unknownTimezone: DiagnosticPage(
      "Time zones have the names of the IANA database, a continent and a city. On a small system the database may be "
        + "missing; on Debian it is the package tzdata.",
      example: #"site "home" { timezone "Europe/Londn" }"#,
      mended: #"site "home" { timezone "Europe/London" }"#),
    .overlappingPeriods: DiagnosticPage(
      "A kilowatt-hour has one price at a time, so the periods of a tariff may touch but not overlap. `otherwise` is the "
        + "time that no other period covers.",
      example: """
        tariff Night {
            cheap   23:00-07:00   import 9.5p
            morning 06:00-12:00   import 20p
        }
        """,
      mended: """
        tariff Night {
            cheap   23:00-07:00   import 9.5p
            morning 07:00-12:00   import 20p
        }
        """),
    .missingTariff: DiagnosticPage(
      "A rule that asks for a price needs a site that names its tariff.",
      example: """
        site "home" { timezone "Europe/London" }
        schedule "bargain" { when import price < 5p: charge }
        """,
      mended: """
        site "home" { timezone "Europe/London"   tariff Agile }
        schedule "bargain" { when import price < 5p: charge }
        """),
    .unknownDriver: DiagnosticPage(
      "The program drives the devices that the message lists.",
      example: """
        site "home" {
            timezone "Europe/London"
            charger quasar at "192.168.0.123"
        }
        """,
      mended: """
        site "home" {
            timezone "Europe/London"
            charger wallbox-quasar at "192.168.0.123"
        }
        """),
    .missingSetting: DiagnosticPage(
      "The device or tariff cannot work without this setting.",
      example: """
        site "home" {
            timezone "Europe/London"
            meter shelly-em at "192.168.0.124" { solar channel 1 }
        }
        """,
      mended: """
        site "home" {
            timezone "Europe/London"
            meter shelly-em at "192.168.0.124" { grid channel 0   solar channel 1 }
        }
        """),
    .missingBattery: DiagnosticPage(
      "To know how many minutes a deadline needs, the program must know how much the car's battery holds.",
      example: """
        site "home" { timezone "Europe/London" }
        schedule "commute" { charge to 80% by 07:00 }
        """,
      mended: """
        site "home" { timezone "Europe/London"   battery 52kWh }
        schedule "commute" { charge to 80% by 07:00 }
        """),
    .chargerOnlyCharges: DiagnosticPage(
      "A charger with `direction charge only` cannot take power from the car. Rules and tests that discharge are "
        + "mistakes for such a site, although they may be right for another that shares the schedule.",
      example: """
        site "home" {
            timezone "Europe/London"
            charger simulated { direction charge only }
            meter simulated
        }
        schedule "sun" { otherwise: S2V + V2H }
        """,
      mended: """
        site "home" {
            timezone "Europe/London"
            charger simulated { direction charge only }
            meter simulated
        }
        schedule "sun" { otherwise: S2V }
        """),
    .outsideScenario: DiagnosticPage(
      "What a scenario expects lies between its start and the end of its series. Times are read in order: each is the "
        + "first such time that is not before the one above it, so an earlier one falls on the next day. Of several "
        + "things that a reading does, all but the last say for how long.",
      example: """
        schedule "sun" { otherwise: S2V }
        test "the afternoon" {
            from Mon 15:00, soc 60%, every 1min -0.3% for 3h:
                at 14:00: S2V
        }
        """,
      mended: """
        schedule "sun" { otherwise: S2V }
        test "the afternoon" {
            from Mon 15:00, soc 60%, every 1min -0.3% for 3h:
                at 16:00: S2V
        }
        """),
  ]

  /// W03xx.
  static let meaningWarnings: [DiagnosticCode: DiagnosticPage] = [
    .literalSecret: DiagnosticPage(
      "A secret in the file is read by everybody who sees the file, its backups and its history. Take it from the "
        + "environment or from a file of its own.",
      example: """
        site "home" {
            timezone "Europe/London"
            record influxdb at "http://localhost:8086" { org "home"   bucket "powerlog"   token "s3cret" }
        }
        """,
      mended: """
        site "home" {
            timezone "Europe/London"
            record influxdb at "http://localhost:8086" { org "home"   bucket "powerlog"   token env "INFLUX_TOKEN" }
        }
        """),
    .unsuppliedReading: DiagnosticPage(
      "No device of the site supplies the reading, so that it is always unknown and the rule never applies.",
      example: """
        site "home" { timezone "Europe/London"   charger simulated }
        schedule "sun" {
            when exporting >= 1kW: S2V
            otherwise: idle
        }
        """,
      mended: """
        site "home" { timezone "Europe/London"   charger simulated   meter simulated }
        schedule "sun" {
            when exporting >= 1kW: S2V
            otherwise: idle
        }
        """),
    .floorOutranksPromise: DiagnosticPage(
      "`S2V` alone never imports and `V2H` alone never exports, but `at least` outranks that: where the sun or the house "
        + "has less, the grid takes the difference. If that is meant, allow it.",
      example: #"schedule "sun" { otherwise: S2V at least 6A }"#,
      mended:
        #"schedule "sun" { otherwise: S2V at least 6A   allow floor-outranks-promise "keeps the charger awake" }"#
    ),
    .uselessAllowance: DiagnosticPage(
      "`allow` silences one kind of warning on one rule. This one silences nothing: the rule gives no such warning, or "
        + "no warning has that name. Remove it, lest it hide a later mistake.",
      example: #"schedule "sun" { otherwise: S2V   allow floor-outranks-promise "keeps the charger awake" }"#,
      mended: #"schedule "sun" { otherwise: S2V }"#),
    .withoutMeter: DiagnosticPage(
      "`S2V` and `V2H` aim at nothing flowing through the grid meter, and a grid limit is kept by what the meter shows. "
        + "In a site without a meter the grid is always unknown: what follows takes its floor or nothing, `charge` under "
        + "an import limit takes the charger's smallest current, and `V2G` under an export limit nothing.",
      example: """
        site "home" { timezone "Europe/London"   charger simulated }
        schedule "sun" { otherwise: S2V + V2H }
        """,
      mended: """
        site "home" { timezone "Europe/London"   charger simulated   meter simulated }
        schedule "sun" { otherwise: S2V + V2H }
        """),
    .hiddenClauses: DiagnosticPage(
      "A schedule hides those of the files that it uses, with their reserve and their `never` clauses. Stand over the "
        + "other schedule to keep its rules and clauses, or say clauses of your own.",
      example: """
        use "everyday.evs"
        schedule "visit" {
            when soc unknown: charge at 3A
            otherwise: S2V + V2H
        }
        """,
      mended: """
        use "everyday.evs"
        schedule "visit" {
            reserve 40%
            when soc unknown: charge at 3A
            otherwise: S2V + V2H
        }
        """,
      uses: [
        "everyday.evs": """
        schedule "everyday" {
            reserve 20%
            when soc unknown: charge at 3A
            otherwise: S2V + V2H
        }
        """
      ]),
    .implausibleQuantity: DiagnosticPage(
      "No home, car or tariff has such a quantity: a house takes some hundred watts to a few kilowatts, a fuse carries 60 "
        + "to 100 amperes, and prices are counted in pence or cents, not in pounds. Most likely another unit was meant.",
      example: """
        schedule "house" {
            when home > 500kW: V2H
            otherwise: S2V
        }
        """,
      mended: """
        schedule "house" {
            when home > 500W: V2H
            otherwise: S2V
        }
        """),
    .withoutRelease: DiagnosticPage(
      "`hand over` stops the charger and returns control to its own app or network. This charger is described without a "
        + "register for that: it is stopped and told nothing more, and what it was told last, a current of 0 and a time-out, may "
        + "keep its app from charging. Try it, and allow it where it works; `idle` stops the car and keeps control.",
      example: """
        site "home" {
            timezone "Europe/London"
            charger keba-p30 at "192.168.0.10"
            meter simulated
        }
        schedule "night" {
            during 23:30-05:30: hand over
            otherwise: S2V
        }
        """,
      mended: """
        site "home" {
            timezone "Europe/London"
            charger keba-p30 at "192.168.0.10"
            meter simulated
        }
        schedule "night" {
            during 23:30-05:30: hand over   allow without-release "its app charges all the same"
            otherwise: S2V
        }
        """),
  ]
}
