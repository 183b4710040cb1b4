import ScheduleLang
import Testing

@Suite("Tariffs")
struct TariffTests {
  @Test(
    "the well-known tariffs are known, in any case, and keep their clock",
    arguments: ["Flux cheap", "flux CHEAP"])
  func builtIn(period: String) throws {
    let compilation = compileRules("during \(period): charge")
    #expect(compilation.marks.isEmpty)
    let window = try #require(compilation.windows[0].first)
    #expect(window.span == .daily(start: 120, end: 300))
    #expect(compilation.program?.schedule?.clocks[window.clock] == "Europe/London")
  }

  @Test("a file's own tariff replaces the built-in one")
  func replacing() throws {
    let compilation = compile(
      """
      tariff Flux {
          timezone "Europe/Berlin"
          cheap 01:00-02:00 import -2p export 4.69p
          day   otherwise   import 20p
      }
      site { timezone "UTC" tariff Flux }
      schedule "a" { during Flux cheap: charge }
      """)
    #expect(compilation.marks.isEmpty)
    let window = try #require(compilation.windows[0].first)
    #expect(window.span == .daily(start: 60, end: 120))
    #expect(compilation.program?.schedule?.clocks[window.clock] == "Europe/Berlin")
    let tariff = try #require(compilation.program?.schedule?.importTariff)
    #expect(tariff.periods.map(\.importPrice) == [Price(-2), Price(20)])
    #expect(tariff.periods.map(\.exportPrice) == [Price(4.69), nil])
  }

  @Test("`otherwise` is the time that no other period covers")
  func otherwise() {
    let compilation = compile(
      """
      tariff T {
          a 02:00-05:00, 22:00-01:00
          b 16:00-19:00
          c otherwise
      }
      schedule "x" { during T c: idle }
      """)
    #expect(compilation.marks.isEmpty)
    let spans = compilation.windows[0].map(\.span)
    #expect(
      spans == [
        .daily(start: 60, end: 120), .daily(start: 300, end: 960), .daily(start: 1140, end: 1320),
      ])
  }

  @Test(
    "periods that overlap are an error with a time that both have",
    arguments: [
      ("a 02:00-05:00\nb 04:59-06:00", "Mon at 04:59"), ("a 22:00-02:00\nb 01:00-03:00", "Mon at 01:00"),
      ("a 02:00-05:00 on weekdays\nb 04:00-06:00 on Fri-Sat", "Fri at 04:00"),
      ("a 22:00-02:00 on Sun\nb 01:00-03:00 on Mon", "Mon at 01:00"),
    ])
  func overlaps(periods: String, moment: String) throws {
    let compilation = compile("tariff T {\n\(periods)\n}")
    #expect(compilation.marks == ["E0317 b"])
    let diagnostic = try #require(compilation.diagnostics.first)
    #expect(diagnostic.message.contains(moment))
    #expect(diagnostic.labels.count == 1)
  }

  @Test("periods that only touch do not overlap")
  func touching() {
    #expect(compile("tariff T {\na 02:00-05:00\nb 05:00-06:00\nc 02:30-04:00 on Sat\n}").marks == ["E0317 c"])
    #expect(compile("tariff T {\na 02:00-05:00 on weekdays\nb 02:00-05:00 on weekends\n}").marks.isEmpty)
    #expect(compile("tariff T {\na otherwise\nb otherwise\n}").marks == ["E0317 b"])
  }

  @Test("a program counts in one money unit")
  func money() throws {
    let compilation = compile("tariff T { a 01:00-02:00 import 5p export 4c }")
    #expect(compilation.marks == ["E0321 4c"])
    #expect(compilation.diagnostics.first?.labels.count == 1)
  }

  @Test(
    "what is wrong in a tariff is marked",
    arguments: [
      ("", "E0320 T"), ("a 01:00-02:00 import 5", "E0305 5"), ("a 01:00-02:00 import 5kWh", "E0304 5kWh"),
      ("a 01:00-01:00", "E0310 01:00-01:00"), ("a", "E0201 \n"), ("on 01:00-02:00", "E0206 on"),
    ])
  func mistakes(body: String, mark: String) { #expect(compile("tariff T {\n\(body)\n}").marks == [mark]) }

  @Test("prices may come from elsewhere")
  func sources() {
    let compilation = compile(
      """
      tariff A { timezone "UTC"
          prices from csv "prices.csv" }
      site { timezone "UTC" tariff A }
      schedule "x" { when import price < 5p: charge }
      """)
    #expect(compilation.marks.isEmpty)
    #expect(compilation.program?.schedule?.importTariff?.source == .csv(path: "prices.csv"))
    #expect(compileRules("during Agile cheap: idle").marks == ["E0301 cheap"])
    #expect(compileRules("during Flux: idle").marks == ["E0303 Flux"])
  }

  @Test("what a contract makes of published prices stands behind them, in its order")
  func adjustments() {
    func compiled(_ text: String) -> Compilation {
      compile(
        """
        tariff T { prices from csv "p.csv" \(text) }
        site { timezone "UTC" tariff T }
        schedule "a" { when import price < 10c: charge
        otherwise: idle }
        """)
    }
    let found = compiled("average to 1h plus 4.2c times 1.25 plus -1c")
    #expect(found.marks.isEmpty)
    #expect(
      found.program?.schedule?.importTariff?.adjustments == [
        .average(seconds: 3600), .plus(Price(4.2)), .times(1.25), .plus(Price(-1)),
      ])
    for (text, mark) in [
      ("average to 2h", "E0306 2h"), ("average 1h", "E0201 1h"), ("plus 4.2", "E0305 4.2"),
      ("plus 4.2p", "E0321 10c"), ("times 25%", "E0304 25%"), ("times 0", "E0306 0"),
      ("times -1", "E0306 -1"), ("minus 2c", "E0201 minus"),
    ] {
      #expect(compiled(text).marks == [mark], "\(text)")
    }
  }
}
