import Foundation
import ScheduleLang
import SeededRandomness
import Testing

@testable import Drivers

@Suite("Shelly status")
struct ShellyStatusTests {
  private func channel(_ json: String) throws -> ShellyChannel {
    try JSONDecoder().decode(ShellyChannel.self, from: Data(json.utf8))
  }

  @Test(
    "a number that is no finite double is unknown",
    arguments: ["1e999", "-1e999", "null", "\"5\"", "[]", "{}"])
  func unusable(value: String) throws {
    #expect(try channel(#"{"act_power": \#(value), "voltage": 230}"#).power == nil)
    #expect(try channel(#"{"power": \#(value), "is_valid": true, "voltage": 230}"#).voltage == Volts(230))
  }

  @Test("a channel says nothing where it is not valid, and needs no `is_valid` otherwise")
  func validity() throws {
    #expect(try channel(#"{"power": -5.5, "is_valid": false}"#).power == nil)
    #expect(try channel(#"{"power": -5.5, "is_valid": true}"#).power == Watts(-5.5))
    #expect(try channel(#"{"power": -5.5}"#).power == Watts(-5.5))
  }

  @Test(
    "what is no JSON object of a Shelly is an error",
    arguments: ["", "[", "[]", "5", "null", "{\"emeters\":{}}"])
  func noStatus(json: String) {
    #expect(throws: (any Error).self) { try JSONDecoder().decode(ShellyEMStatus.self, from: Data(json.utf8)) }
  }

  @Test("deeply nested and random text never traps")
  func garbage() {
    var random = SeededGenerator(seed: 3)
    let whole = Array(#"{"unixtime":0,"emeters":[{"power":1.5e3,"is_valid":true,"voltage":230.1}]}"#.utf8)
    for _ in 0..<5000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1..<5, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let status = try? JSONDecoder().decode(ShellyEMStatus.self, from: Data(bytes))
      #expect(status?.emeters.allSatisfy { $0.power?.value.isFinite ?? true } ?? true)
    }
    let nested = Data([UInt8](repeating: UInt8(ascii: "["), count: 100_000))
    #expect(throws: (any Error).self) { try JSONDecoder().decode(ShellyEMStatus.self, from: nested) }
  }
}
