import Insights
import Runtime
import ScheduleLang
import ScheduleSupport
import SeededRandomness
import Testing

/// What a schedule that chooses saves, against the least that was possible, which is searched for in another way.
@Suite("Choices against the optimum")
struct ChoiceOptimumTests {
  /// A tariff of three periods at random.
  private func tariff(_ random: inout SeededGenerator) -> String {
    let (first, second, third) = (
      Int.random(in: 1...6, using: &random), Int.random(in: 9...15, using: &random),
      Int.random(in: 17...22, using: &random)
    )
    func hour(_ hour: Int) -> String { (hour < 10 ? "0" : "") + "\(hour):00" }
    func prices(_ range: ClosedRange<Int>) -> String {
      let price = Int.random(in: range, using: &random)
      return "import \(price)p   export \(max(1, price - Int.random(in: 1...12, using: &random)))p"
    }
    return """
      tariff T {
          night  00:00-\(hour(first))   \(prices(5...15))
          noon   \(hour(second))-\(hour(third))   \(prices(10...45))
          day    otherwise   \(prices(15...30))
      }
      """
  }

  @Test(
    "in a home that does the same each day, with fixed prices, nearly all is saved that can be",
    arguments: 1...12)
  func fixed(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let tariff = tariff(&random)
    let load = Double.random(in: 200...1500, using: &random)
    let peak = Double.random(in: 0...4000, using: &random)
    let home = try OptimisedHome(
      "optimise", tariff: tariff, battery: "battery \(Int.random(in: 24...80, using: &random))kWh")
    let days = 6
    let series = OptimisedHome.series(
      days * 1440, OptimisedHome.start,
      { (minute: Int) in (1080..<1320).contains(minute % 1440) ? 2 * load : load },
      { (minute: Int) in (540..<900).contains(minute % 1440) ? peak : 0 })
    let simulation = Simulation(of: home.subject, over: series, soc: 50)
    let nothing = Simulation(of: Baseline.nothing.subject(like: home.subject), over: series, soc: 50)
    let time = CountedTime(of: [simulation, nothing])
    let optimum = Optimum(
      of: home.subject, over: series, simulation, in: time,
      demands: [.init(instant: series.end, least: simulation.socEnd.value)])
    let bound = try #require(optimum.bound)
    let possible = nothing.cost(in: time) - bound
    let saved = nothing.cost(in: time) - simulation.cost(in: time)
    // The first day passes until the house is known.
    #expect(saved >= 0.93 * possible - 40, "saved \(saved) of \(possible)\n\(tariff)")
  }
}
