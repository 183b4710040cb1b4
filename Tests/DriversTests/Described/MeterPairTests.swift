import Platform
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

/// A meter that says what a test wants.
private final class ToldMeter: Meter {
  var answer: Result<MeterReading, DeviceError>
  var asked = 0

  init(_ reading: MeterReading) { answer = .success(reading) }

  func reading(by deadline: ExchangeDeadline) throws(DeviceError) -> MeterReading {
    asked += 1
    return try answer.get()
  }
}

@Suite("Two meters")
struct MeterPairTests {
  private func deadline(_ second: UInt64) -> ExchangeDeadline {
    ExchangeDeadline(uptime: .seconds(second))
  }

  private let grid = ToldMeter(MeterReading(grid: Watts(-500), solar: nil, measuresSolar: false))

  @Test("what a meter around the inverter's feed exports is the sun's")
  func turned() throws {
    let feed = ToldMeter(MeterReading(grid: Watts(-3000), solar: nil, measuresSolar: false))
    let pair = MeterPair(grid: grid, solar: feed, name: "feed", readsSun: false)
    #expect(try pair.reading(by: deadline(1)) == MeterReading(grid: Watts(-500), solar: Watts(3000)))
    feed.answer = .success(MeterReading(grid: Watts(12), solar: nil, measuresSolar: false))
    #expect(try pair.reading(by: deadline(2)) == MeterReading(grid: Watts(-500), solar: Watts(0)))
  }

  @Test("one whose clamp is turned round is said, and is no sunless day")
  func direction() throws {
    let feed = ToldMeter(MeterReading(grid: Watts(4000), solar: nil, measuresSolar: false))
    let pair = MeterPair(grid: grid, solar: feed, name: "feed", readsSun: false)
    let reading = try pair.reading(by: deadline(1))
    #expect(reading.grid == Watts(-500) && reading.solar == nil && reading.measuresSolar)
    #expect(
      reading.partFailure == .protocolViolation("the inverter takes 4000W: its direction is wrong"))
  }

  @Test("one that tells the sun is never taken for what it exports")
  func telling() throws {
    let inverter = ToldMeter(MeterReading(grid: Watts(-900), solar: Watts(2500)))
    let pair = MeterPair(grid: grid, solar: inverter, name: "inverter", readsSun: true)
    #expect(try pair.reading(by: deadline(1)).solar == Watts(2500))
    inverter.answer = .success(MeterReading(grid: Watts(-900), solar: nil, measuresSolar: false))
    let reading = try pair.reading(by: deadline(2))
    #expect(reading.solar == nil && reading.partFailure != nil)
  }

  @Test("one that fails is left alone for a while, and the grid is read each second")
  func failing() throws {
    let feed = ToldMeter(MeterReading(grid: Watts(0), solar: nil))
    feed.answer = .failure(.timeout)
    let pair = MeterPair(grid: grid, solar: feed, name: "feed", readsSun: false)
    for second in 1...10 {
      let reading = try pair.reading(by: deadline(UInt64(second)))
      #expect(reading.grid == Watts(-500) && reading.solar == nil && reading.partFailure != nil)
    }
    #expect(grid.asked == 10 && feed.asked == 2)
    grid.answer = .failure(.timeout)
    #expect(throws: DeviceError.timeout) { try pair.reading(by: deadline(11)) }
  }
}
