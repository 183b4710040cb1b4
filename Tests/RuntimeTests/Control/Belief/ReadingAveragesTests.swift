import Runtime
import ScheduleLang
import Testing

@Suite("Reading averages")
struct ReadingAveragesTests {
  func readings(_ averages: ReadingAverages, at second: Int, staleAfter: Int = 30) -> Readings {
    var readings = Readings()
    averages.fill(&readings, at: .seconds(second), staleAfter: .seconds(staleAfter))
    return readings
  }

  func sample(_ grid: Double?, _ solar: Double?) -> ReadingAverages.Sample {
    .init(MeterReading(grid: nil, solar: solar.map { Watts($0) }), grid: grid.map { Watts($0) })
  }

  @Test("is unknown without a sample")
  func isUnknownWithoutASample() {
    #expect(readings(ReadingAverages(), at: 0) == Readings())
  }

  @Test("is the mean since the last evaluation")
  func isTheMeanSinceTheLastEvaluation() {
    var averages = ReadingAverages()
    averages.add(sample(9000, 9000), at: .seconds(0))
    averages.restart()
    for (second, grid) in [-500.0, 100, 1000].enumerated() {
      averages.add(sample(grid, 700), at: .seconds(second + 1))
    }
    let means = readings(averages, at: 4)
    #expect(means.grid == Watts(200))
    #expect(means.solar == Watts(700))
    #expect(means.home == Watts(900))
  }

  @Test("leaves out what was not measured")
  func leavesOutWhatWasNotMeasured() {
    var averages = ReadingAverages()
    averages.add(sample(400, nil), at: .seconds(1))
    #expect(readings(averages, at: 1).grid == Watts(400))
    #expect(readings(averages, at: 1).solar == nil)
    #expect(readings(averages, at: 1).home == nil)
    averages.add(sample(nil, 300), at: .seconds(2))
    averages.add(sample(.nan, .infinity), at: .seconds(3))
    #expect(readings(averages, at: 3).grid == Watts(400))
    #expect(readings(averages, at: 3).solar == Watts(300))
    #expect(readings(averages, at: 3).home == nil)
  }

  @Test("takes a house whose sun nobody measures for one without panels")
  func takesAHouseWhoseSunNobodyMeasuresForOneWithoutPanels() {
    var averages = ReadingAverages()
    let reading = MeterReading(grid: nil, solar: nil, measuresSolar: false)
    averages.add(.init(reading, grid: Watts(400)), at: .seconds(1))
    #expect(readings(averages, at: 1).home == Watts(400))
    #expect(readings(averages, at: 1).solar == nil)
    averages.add(.init(reading, grid: nil), at: .seconds(2))
    #expect(readings(averages, at: 2).home == Watts(400))
  }

  @Test("falls back to the last sample until it is stale")
  func fallsBackToTheLastSampleUntilItIsStale() {
    var averages = ReadingAverages()
    averages.add(sample(100, nil), at: .seconds(9))
    averages.add(sample(300, nil), at: .seconds(10))
    averages.restart()
    #expect(readings(averages, at: 40).grid == Watts(300))
    #expect(readings(averages, at: 41).grid == nil)
  }

  @Test("is unknown once its last sample is stale however many there were")
  func isUnknownOnceItsLastSampleIsStaleHoweverManyThereWere() {
    var averages = ReadingAverages()
    for second in 0..<20 { averages.add(sample(500, nil), at: .seconds(second)) }
    #expect(readings(averages, at: 49).grid == Watts(500))
    #expect(readings(averages, at: 50).grid == nil)
  }
}
