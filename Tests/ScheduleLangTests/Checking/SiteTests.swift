import ScheduleLang
import Testing

@Suite("Sites")
struct SiteTests {
  private func compiledSite(_ text: String, using files: [String: String] = [:]) -> Site? {
    compile(text, using: files).program?.site
  }

  @Test("settings may share a line, devices have their own blocks")
  func settings() throws {
    let site = try #require(
      compiledSite(
        """
        site "home" {
            timezone "Europe/London" battery 52kWh   voltage 240V
            grid import limit 60A export limit 3.6kW
            charger wallbox-quasar at "10.0.0.5" {
                current 6A..16A   soc 10%..90%
                restart { serial 12345   user env "USER"   password file "secret.txt" }
            }
            meter shelly-em at "10.0.0.6" { grid channel 0   solar channel 1 }
            record influxdb at "http://localhost:8086" { org "home"   bucket "power"   token env "TOKEN" }
            record csv to "log"
            import tariff Agile   export tariff AgileOutgoing
        }
        """))
    #expect(site.name == "home" && site.timezone == "Europe/London" && !site.isBuiltIn)
    #expect(site.battery == WattHours(52_000) && site.voltage == Volts(240))
    #expect(site.importLimit == Watts(60 * 240) && site.exportLimit == Watts(3600))
    #expect(site.chargerCurrent == 6...16 && site.chargerSoC == 10...90)
    #expect(site.charger.driver == "wallbox-quasar" && site.charger.address == "10.0.0.5")
    #expect(site.charger.settings["restart.serial"] == .number(12345))
    #expect(site.charger.settings["restart.user"] == .secret(.environment("USER")))
    #expect(site.charger.settings["restart.password"] == .secret(.file("secret.txt")))
    #expect(site.meter?.settings["solar channel"] == .number(1))
    #expect(site.records.map(\.driver) == ["influxdb", "csv"])
    #expect(site.importTariff == "agile" && site.exportTariff == "agileoutgoing")
  }

  @Test("a further site adds to the shared one or replaces single settings")
  func merging() throws {
    let site = try #require(
      compiledSite(
        "use \"home.evs\"\nsite { tariff Go   battery 40kWh }",
        using: [
          "home.evs": "site \"home\" { timezone \"UTC\" battery 52kWh grid import limit 40A meter simulated }"
        ]))
    #expect(site.name == "home" && site.timezone == "UTC")
    #expect(site.battery == WattHours(40_000))
    #expect(site.importLimit == Watts(9200))
    #expect(site.importTariff == "go" && site.exportTariff == "go")
    #expect(site.meter?.driver == "simulated")
  }

  @Test("things settle for as long as a site says, an hour at most")
  func settle() {
    func compiled(_ setting: String) -> Compilation { compile("site { timezone \"UTC\" \(setting) }") }
    #expect(compiled("").program?.site.settle == nil)
    #expect(compiled("settle 5min").program?.site.settle == 300)
    for wrong in ["settle 0s", "settle 61min", "settle 5A", "settle 1min settle 2min"] {
      #expect(compiled(wrong).marks.contains { $0.hasPrefix("E") })
    }
  }

  @Test("without a site the simulated home is used and says so")
  func builtIn() { #expect(compileRules("otherwise: idle").program?.site.isBuiltIn == true) }

  @Test(
    "what is wrong in a site is marked",
    arguments: [
      ("battery 52kWh", "E0315 site"), ("timezone \"Mars/Base\"", "E0316 \"Mars/Base\""),
      ("timezone \"UTC\" batery 52kWh", "E0207 batery"), ("timezone \"UTC\" battery 52kW", "E0304 52kW"),
      ("timezone \"UTC\" battery 5Wh", "E0306 5Wh"), ("timezone \"UTC\" voltage 12V", "E0306 12V"),
      ("timezone \"UTC\" tariff Fluxx", "E0301 Fluxx"), ("timezone \"UTC\" charger wallbox", "E0319 wallbox"),
      ("timezone \"UTC\" charger wallbox-quasar", "E0320 charger wallbox-quasar"),
      ("timezone \"UTC\" charger simulated { curent 3A..16A }", "E0207 curent"),
      ("timezone \"UTC\" charger simulated { current 3A..99A }", "E0306 3A..99A"),
      ("timezone \"UTC\" charger simulated { soc 90%..10% }", "E0311 90%..10%"),
      ("timezone \"UTC\" meter shelly-em at \"x\" { solar channel 1 }", "E0320 meter shelly-em at \"x\""),
      ("timezone \"UTC\" grid import limit 60", "E0305 60"),
      ("timezone \"UTC\" grid limit 60A", "E0201 limit"),
      (
        "timezone \"UTC\" record influxdb at \"x\" { org \"o\" bucket \"b\" token \"abc\" }", "W0301 \"abc\""
      ),
    ])
  func mistakes(body: String, mark: String) { #expect(compile("site { \(body) }").marks == [mark]) }

  @Test("a reading that nothing supplies is a warning, a price without a tariff an error")
  func supplies() {
    let site = "site { timezone \"UTC\" charger simulated }\n"
    #expect(compile(site + "schedule \"a\" { when solar > 1kW: idle }").marks == ["W0302 solar > 1kW"])
    #expect(
      compile(site + "schedule \"a\" { when import price < 5p: idle }").marks == ["E0318 import price < 5p"])
    #expect(
      compile(site + "site { tariff Go }\nschedule \"a\" { when import price < 5p: idle }").marks.isEmpty)
  }

  @Test("a setting that cannot be read is not missed as well")
  func misspeltSettings() {
    let compilation = compile(
      """
      site "home" {
          timezon "Europe/London"
          batery 52kWh
          tarif Go
      }
      schedule "a" {
          when import price < 5p: charge to 80% by 07:00
          otherwise: idle
      }
      """)
    #expect(compilation.marks == ["E0207 timezon", "E0207 batery", "E0207 tarif"])
    let fixes = compilation.diagnostics.map { $0.fixes.first?.edits.first?.text }
    #expect(fixes == ["timezone", "battery", "tariff"])
  }
}
