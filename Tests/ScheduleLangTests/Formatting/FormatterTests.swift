import Testing

@testable import ScheduleLang

@Suite("Formatter")
struct FormatterTests {
  private func formatted(_ text: String) throws -> String {
    try Formatter.format(SourceFile(path: "a.evs", bytes: Array(text.utf8)))
  }

  @Test("words take the language's case, names that of their declaration")
  func spelling() throws {
    let text = """
      USE "Home.evs"
      let Trickle = CHARGE at 6A
      SITE { TimeZone "Europe/London"   Tariff FLUX   Charger Wallbox-Quasar at "H" { Control Hand Back } }
      tariff Mine {
          Night 00:00-07:00
          Day Otherwise
      }
      Schedule "S" {
          During flux PEAK, on MON-fri: v2g
          during MINE night: TRICKLE
          otherwise: s2v + V2h
      }

      """
    let expected = """
      use "Home.evs"
      let Trickle = charge at 6A
      site { timezone "Europe/London"   tariff Flux   charger wallbox-quasar at "H" { control hand back } }
      tariff Mine {
          Night  00:00-07:00
          Day    otherwise
      }
      schedule "S" {
          during Flux peak, on Mon-Fri: V2G
          during Mine Night: Trickle
          otherwise: S2V + V2H
      }

      """
    #expect(try formatted(text) == expected)
  }

  @Test("what a scenario expects stands one level deeper, with its comments")
  func scenarios() throws {
    let text = """
      test "t" {
      at 12:00,soc 5%: idle
      FROM mon 15:00,soc 60% , every 1min   -0.3% FOR 3h,STALE :
      # why

        at 15:00 : idle  # now
      # later
      at 16:00 - 17:00:s2v +
      v2h

      at 18:00: V2G
      # the next
      from 10:00, soc 5%: at 10:00: idle
      at 10:01: idle
      }

      """
    let expected = """
      test "t" {
          at 12:00, soc 5%: idle
          from Mon 15:00, soc 60%, every 1min -0.3% for 3h, stale:
              # why
              at 15:00: idle  # now
              # later
              at 16:00-17:00: S2V +
                  V2H

              at 18:00: V2G
          # the next
          from 10:00, soc 5%: at 10:00: idle
              at 10:01: idle
      }

      """
    #expect(try formatted(text) == expected)
    #expect(try formatted(expected) == expected)
  }

  @Test("spaces, indentation and empty lines are made uniform")
  func spacing() throws {
    let text = """


      # head\t
      schedule "s"{# why


      reserve   20%
        never V2G ,when soc<=20%and not( soc in 1%..2% )


      \tduring ( 07:00 - 09:00,17:00 -19:00 )on weekdays{
      when soc<=10%:V2H at least 3A   # low
      # last

      }   otherwise:V2G to 35%   by 23:30 allow impossible-deadline "r"  # else

      }
      test "t"{ at 17:00,import price -2p:V2G }
      """
    let expected = """
      # head
      schedule "s" {  # why
          reserve 20%
          never V2G, when soc <= 20% and not (soc in 1%..2%)

          during (07:00-09:00, 17:00-19:00) on weekdays {
              when soc <= 10%: V2H at least 3A  # low
              # last
          }
          otherwise: V2G to 35% by 23:30   allow impossible-deadline "r"  # else
      }
      test "t" { at 17:00, import price -2p: V2G }

      """
    #expect(try formatted(text) == expected)
  }

  @Test("a statement that goes on is indented further")
  func continuation() throws {
    let text = "let a = 2026-12-25,\n2026-12-26\nschedule \"s\" {\non (Sat,\n# why\na\n): charge to 5%\n}"
    let expected = """
      let a = 2026-12-25,
          2026-12-26
      schedule "s" {
          on (Sat,
              # why
              a
          ): charge to 5%
      }

      """
    #expect(try formatted(text) == expected)
  }

  @Test("several settings may share a line, and blocks stay on one line or do not")
  func settings() throws {
    let text = """
      site "h" { timezone "UTC" battery 52kWh
        grid import limit 60A export limit 3.6kW
        charger simulated { current 3A..16A soc 5%..97% } meter simulated
        on stale meter: keep fixed actions
      }
      """
    let expected = """
      site "h" {
          timezone "UTC"   battery 52kWh
          grid import limit 60A   export limit 3.6kW
          charger simulated { current 3A..16A   soc 5%..97% }   meter simulated
          on stale meter: keep fixed actions
      }

      """
    #expect(try formatted(text) == expected)
  }

  @Test("the periods of a tariff stand in columns")
  func tariffColumns() throws {
    let text = """
      tariff T {
        timezone "UTC"
        cheap 02:00-05:00, 13:00-14:00 on Mon import 14.91p export 4.69p
        # between
        d otherwise export 13.26p
        none 05:00-06:00
        peak 16:00-19:00 import -4p
      }
      """
    let expected = """
      tariff T {
          timezone "UTC"
          cheap  02:00-05:00, 13:00-14:00 on Mon   import 14.91p   export  4.69p
          # between
          d      otherwise                                         export 13.26p
          none   05:00-06:00
          peak   16:00-19:00                       import    -4p
      }

      """
    #expect(try formatted(text) == expected)
  }

  @Test("colons are aligned in a run of short rules once the author begins to")
  func colons() throws {
    let plain = "schedule \"s\" {\n    when soc <= 10%: V2H\n    otherwise: V2G\n}\n"
    #expect(try formatted(plain) == plain)

    let begun = """
      schedule "s" {
      when soc <= 10% : V2H
      when soc <= 9%: V2H

      on Mon:  charge to 50%
      on (Tue, Wed): charge to 60%
      # apart
      during 10:00-11:00, when soc unknown and exporting >= 1kW:  charge
      otherwise: idle
      }
      """
    let aligned = """
      schedule "s" {
          when soc <= 10%: V2H
          when soc <= 9% : V2H

          on Mon       : charge to 50%
          on (Tue, Wed): charge to 60%
          # apart
          during 10:00-11:00, when soc unknown and exporting >= 1kW: charge
          otherwise: idle
      }

      """
    #expect(try formatted(begun) == aligned)
    #expect(try formatted(aligned) == aligned)
  }

  @Test("comments behind adjacent lines share a column")
  func trailingComments() throws {
    let text = "let a = 5%#x\nlet bcd = 10% # y\n\nlet e = 1%   # z"
    #expect(try formatted(text) == "let a = 5%     #x\nlet bcd = 10%  # y\n\nlet e = 1%  # z\n")
  }

  @Test("other line ends and byte order marks go")
  func encoding() throws {
    #expect(try formatted("\u{FEFF}let a = 5%  # x \r\nlet b = 6%\r\n") == "let a = 5%  # x\nlet b = 6%\n")
    #expect(try formatted("let a = 5%\r\rlet b = 6%\r") == "let a = 5%\n\nlet b = 6%\n")
    #expect(try formatted("") == "")
    #expect(try formatted("\n\n# only\n\n\n") == "# only\n")
  }

  @Test(
    "a file with mistakes is refused with its diagnostics",
    arguments: ["let a = 80 %", "schedule \"s\" {", "let"])
  func refusal(text: String) {
    #expect {
      try formatted(text)
    } throws: { error in
      guard case .invalid(let diagnostics)? = error as? FormattingError else { return false }
      return !diagnostics.isEmpty
    }
  }

  @Test("fingerprints tell meanings apart, and not layouts")
  func fingerprints() {
    func fingerprint(_ text: String) -> Fingerprint {
      Fingerprint(SourceFile(path: "a.evs", bytes: Array(text.utf8)))
    }
    let text = "schedule \"s\" {\n  otherwise: V2G # c\n}\n"
    #expect(fingerprint(text) == fingerprint("SCHEDULE \"s\"\t{ OTHERWISE:V2G# c  \n\n }"))
    for other in ["\"S\" {", "\"s\" { #"] {
      #expect(fingerprint(text) != fingerprint(text.replacing("\"s\" {", with: other)))
    }
    #expect(fingerprint(text) != fingerprint(text.replacing("# c", with: "# d")))
    #expect(fingerprint(text) != fingerprint(text.replacing("V2G", with: "V2H")))
    #expect(fingerprint("let a = b\nlet c = d") != fingerprint("let a = b let c = d"))
  }
}
