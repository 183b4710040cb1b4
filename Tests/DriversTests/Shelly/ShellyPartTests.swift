import Platform
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

/// A part of a meter that fails, or tells nonsense, takes nothing else with it.
@Suite("Parts of a Shelly")
struct ShellyPartTests {
  private let good = #"{"act_power":100,"voltage":230,"pf":0.5}"#

  /// A device of the second generation, of which one channel answers as it should.
  private func device(failing number: Int, with answer: PretendShelly.Answer) -> PretendShelly {
    PretendShelly { [good] request in
      if request.path == "/shelly" { return .generation2 }
      return request.path.hasSuffix("id=\(number)") ? answer : .init(body: good)
    }
  }

  @Test(
    "the sun's channel that fails leaves the grid's reading, and says so",
    arguments: [
      (.init(status: 500), .refused("the device answers HTTP 500")),
      (.init(status: 404), .refused("the device answers HTTP 404")),
      (.none, .timeout),
      (.init(body: "<html>"), .protocolViolation("the device's answer is no JSON, or too much of it")),
      (.init(body: #"{"id":0,"act_power":5}"#), .protocolViolation("`.id` is not \"1\"")),
      (.init(status: 302), .protocolViolation("an unexpected redirect (HTTP 302)")),
    ] as [(PretendShelly.Answer, DeviceError)])
  func solar(answer: PretendShelly.Answer, failure: DeviceError) throws {
    let device = device(failing: 1, with: answer)
    let meter = try device.meter(solar: 1, password: nil)
    for _ in 0..<10 {
      let reading = try device.read(meter).get()
      #expect(reading.grid == Watts(100) && reading.solar == nil)
      #expect(reading.partFailure == failure)
    }
    #expect(device.requests.count { $0.path == "/shelly" } == 1)
    device.answer = self.device(failing: 7, with: .none).answer
    #expect(try device.read(meter).get().partFailure == nil)
  }

  @Test("the grid's channel that fails leaves the sun's reading")
  func grid() throws {
    let device = device(failing: 0, with: .init(status: 500))
    let reading = try device.read(try device.meter(solar: 1, password: nil)).get()
    #expect(reading.grid == nil && reading.solar == Watts(100))
    #expect(reading.partFailure == .refused("the device answers HTTP 500"))
    // Where that is all that was asked for there is no reading.
    #expect(throws: DeviceError.refused("the device answers HTTP 500")) {
      try device.read(try device.meter(password: nil)).get()
    }
  }

  @Test("an element of the first generation that is none leaves the others")
  func emeters() throws {
    let device = PretendShelly { request in
      request.path == "/shelly"
        ? .generation1 : .init(body: #"{"emeters":[null,{"power":7,"is_valid":true},5,"x",{}]}"#)
    }
    let reading = try device.read(try device.meter(solar: 1, password: nil)).get()
    #expect(reading.grid == nil && reading.solar == Watts(7))
  }

  @Test(
    "a number that no home can have is unknown, and those beside it stay",
    arguments: ["1e308", "-1e308", "100001", "-100001", "1e999", "null", "\"five\"", "true", "[1]", "{}"])
  func bounds(number: String) throws {
    func reading(_ body: String) throws -> MeterReading {
      let device = device(failing: 0, with: .init(body: body))
      return try device.read(try device.meter(solar: 1, password: nil)).get()
    }
    let power = try reading(#"{"act_power":\#(number),"voltage":230,"pf":0.5}"#)
    #expect(power.grid == nil && power.solar == Watts(100) && power.voltage == Volts(230))
    let voltage = try reading(#"{"act_power":5,"voltage":\#(number),"pf":0.5}"#)
    #expect(voltage.grid == Watts(5) && voltage.voltage == Volts(230), "the other channel's")
    let factor = try reading(#"{"act_power":5,"voltage":231,"pf":\#(number)}"#)
    #expect(factor.grid == Watts(5) && factor.voltage == Volts(231) && factor.powerFactor == nil)
  }

  @Test("three phases are one sum, which is unknown where one of them is", arguments: [1, 2])
  func threePhases(generation: Int) throws {
    let phases = ["true", "true", "true"]
    func body(_ valid: [String]) -> String {
      let parts = zip([-300, 100, 50.5], valid).map { #"{"power":\#($0),"voltage":230,"is_valid":\#($1)}"# }
      return generation == 1
        ? #"{"emeters":[\#(parts.joined(separator: ","))]}"#
        : #"{"id":0,"total_act_power":\#(valid == phases ? "-149.5" : "null"),"a_voltage":null,"b_voltage":230}"#
    }
    var valid = phases
    let device = PretendShelly { request in
      if request.path == "/shelly" { return generation == 1 ? .generation1 : .generation2 }
      return .init(body: body(valid))
    }
    let meter = try DescribedMeter(
      #require(.shipped("shelly-three-phase")),
      DeviceConfiguration(driver: "shelly-three-phase", address: "meter", range: .nowhere), connector: device)
    #expect(
      try device.read(meter).get()
        == MeterReading(grid: Watts(-149.5), solar: nil, voltage: Volts(230), measuresSolar: false))
    valid[1] = "false"
    #expect(try device.read(meter).get().grid == nil)
  }

  @Test("no reading, whoever makes it, has a number that no home can have")
  func onlyWayIn() {
    for value in [Double.nan, .infinity, -.infinity, 1e308, 100_000.5] {
      let reading = MeterReading(
        grid: Watts(value), solar: Watts(-value), voltage: Volts(value), powerFactor: value)
      #expect(reading == MeterReading(grid: nil, solar: nil))
      #expect(ChargerStatus(state: .paused, pluggedIn: nil, soc: nil, power: Watts(value)).power == nil)
    }
    #expect(
      MeterReading(grid: Watts(100_000), solar: nil, voltage: Volts(50), powerFactor: -1).grid
        == Watts(100_000))
  }
}
